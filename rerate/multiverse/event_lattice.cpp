#include "rerate/multiverse/event_lattice.h"

#include <algorithm>
#include <array>
#include <limits>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/events/price_grid.h"
#include "rerate/events/question_types.h"
#include "rerate/multiverse/lattice_engine.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// Options of each choice, in the order of EventDefinition.
std::array<std::size_t, 7> counts(const EventLatticeOptions& options) {
  return {options.to.size(),      options.from.size(),  options.markets.size(), options.horizons.size(),
          options.signals.size(), options.rules.size(), options.anchors.size()};
}

TypedSeries typed(const Series& series) { return {series.name, series.type}; }

// What run_event_study asks of the series whatever the rule.
void check_series(const EventLatticeOptions& options) {
  for (const auto& market : options.markets) {
    const auto asset = typed(*market.asset);
    const auto benchmark = market.benchmark ? typed(*market.benchmark) : TypedSeries{};
    for (const auto& horizon : options.horizons)
      for (const auto* signal : options.signals) {
        EventStudyQuestion question;
        question.horizon = horizon;
        question.places = options.places;
        check_question_types(typed(*signal), asset, market.benchmark ? &benchmark : nullptr, question);
      }
    for (const auto& to : options.to) common_prices(*market.asset, market.benchmark, to, options.places);
  }
}

DefinitionOutcome row(std::uint64_t definition, const LatticeEngine::Chunk& chunk, std::uint32_t placement) {
  DefinitionOutcome row;
  row.definition = definition;
  const auto placed = (*chunk.placements)[placement];
  row.episodes =
      placed.without_entry + placed.not_yet_known + static_cast<std::int32_t>(placed.entries.size());
  row.dates = chunk.outcome->dates();
  const auto pattern = chunk.outcome->pattern(placement);
  if (pattern == InternedSpans::kNone) {
    row.mean = row.median = row.asset_mean = row.asset_median = kMissing;
    row.benchmark_mean = row.benchmark_median = row.p_mean = row.p_led = kMissing;
    return row;
  }
  const auto& found = (*chunk.outcome)[pattern];
  row.pattern = found.pattern;
  row.complete = found.complete;
  row.led = found.led;
  row.mean = found.mean;
  row.median = found.median;
  row.asset_mean = found.asset_mean;
  row.asset_median = found.asset_median;
  row.benchmark_mean = found.benchmark_mean;
  row.benchmark_median = found.benchmark_median;
  row.p_mean = found.p_mean;
  row.p_led = found.p_led;
  return row;
}

void add_since_last_event(const PriceGrid& grid, std::span<const std::int32_t> entries,
                          DefinitionStatistics& row) {
  const auto last = grid.size() - 1;
  row.since_asset = row.since_benchmark = row.since_relative = kMissing;
  if (entries.empty() || static_cast<std::size_t>(entries.back()) == last) return;
  const auto entry = static_cast<std::size_t>(entries.back());
  row.since_asset = grid.asset_return(entry, last);
  if (!grid.benchmark) return;
  row.since_benchmark = grid.benchmark_return(entry, last);
  row.since_relative = grid.relative_return(entry, last);
}

DefinitionStatistics statistics_row(std::uint64_t definition, const LatticeEngine::Chunk& chunk,
                                    std::uint32_t placement) {
  DefinitionStatistics all;
  all.outcome = row(definition, chunk, placement);
  const auto placed = (*chunk.placements)[placement];
  all.pending = all.outcome.episodes - all.outcome.complete - placed.not_yet_known;
  all.excluded = placed.excluded;
  all.not_yet_known = placed.not_yet_known;
  add_since_last_event(*chunk.grid, placed.entries, all);
  const auto pattern = chunk.outcome->pattern(placement);
  if (pattern == InternedSpans::kNone) return all;
  const auto& found = chunk.outcome->statistics(pattern);
  all.n_eff = found.n_eff;
  all.asset = &found.asset;
  if (!chunk.outcome->has_benchmark()) return all;
  all.benchmark = &found.benchmark;
  all.relative = &found.relative;
  return all;
}

// The rows of a chunk, by what makes one, to the sink.
template <class Row, class Make, class Sink>
std::function<void(const LatticeEngine::Chunk&)> rows_to(const Sink& sink, const DefinitionNumbers& numbers,
                                                         std::vector<Row>& rows, const Make& make) {
  return [&](const LatticeEngine::Chunk& chunk) {
    constexpr std::size_t kBatch = 4096;
    const auto count = chunk.placement.size();
    rows.resize(count);
    parallel_for((count + kBatch - 1) / kBatch, [&](std::size_t batch) {
      for (auto i = batch * kBatch; i < std::min(count, (batch + 1) * kBatch); ++i)
        rows[i] = make(numbers[chunk.first + i], chunk, chunk.placement[i]);
    });
    sink(rows);
  };
}

LatticeRun run_numbers(const EventLattice& lattice, const DefinitionNumbers& numbers,
                       const EventLattice::Sink& sink, const LatticeControl& control) {
  std::vector<DefinitionOutcome> rows;
  return LatticeEngine(lattice).run(numbers, rows_to(sink, numbers, rows, row), control);
}

void check_list(std::span<const std::uint64_t> definitions, std::uint64_t size) {
  RERATE_ASSERT(std::ranges::adjacent_find(definitions, std::greater_equal<>()) == definitions.end(),
                "definitions must ascend");
  RERATE_ASSERT(definitions.empty() || definitions.back() < size, "no such definition");
}

}  // namespace

EventLattice::EventLattice(EventLatticeOptions options) : options_(std::move(options)) {
  size_ = 1;
  for (const auto count : counts(options_)) {
    RERATE_ASSERT(count > 0, "a choice without an option");
    RERATE_ASSERT(size_ <= kMostDefinitions / count, "more definitions than there are numbers");
    size_ *= count;
  }
  RERATE_ASSERT(options_.signals.size() * options_.rules.size() <= kMostRules,
                "too many rules for one lattice");
  check_series(options_);
}

EventDefinition EventLattice::definition(std::uint64_t number) const {
  RERATE_ASSERT(number < size_, "no such definition");
  const auto radix = counts(options_);
  std::array<std::uint32_t, 7> digit{};
  for (std::size_t i = radix.size(); i-- > 0; number /= radix[i])
    digit[i] = static_cast<std::uint32_t>(number % radix[i]);
  return {digit[0], digit[1], digit[2], digit[3], digit[4], digit[5], digit[6]};
}

std::uint64_t EventLattice::number(const EventDefinition& definition) const {
  const auto radix = counts(options_);
  const std::array<std::uint32_t, 7> digit{definition.to,      definition.from,   definition.market,
                                           definition.horizon, definition.signal, definition.rule,
                                           definition.anchor};
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < radix.size(); ++i) {
    RERATE_ASSERT(digit[i] < radix[i], "no such option");
    number = number * radix[i] + digit[i];
  }
  return number;
}

LatticeRun EventLattice::run(std::uint64_t first, std::uint64_t end, const Sink& sink,
                             const LatticeControl& control) const {
  RERATE_ASSERT(first <= end && end <= size_, "no such definitions");
  return run_numbers(*this, DefinitionNumbers(first, end), sink, control);
}

LatticeRun EventLattice::run(std::span<const std::uint64_t> definitions, const Sink& sink,
                             const LatticeControl& control) const {
  check_list(definitions, size_);
  return run_numbers(*this, DefinitionNumbers(definitions), sink, control);
}

LatticeRun EventLattice::run_statistics(std::span<const std::uint64_t> definitions,
                                        const StatisticsSink& sink, const LatticeControl& control) const {
  check_list(definitions, size_);
  const DefinitionNumbers numbers(definitions);
  std::vector<DefinitionStatistics> rows;
  return LatticeEngine(*this, true).run(numbers, rows_to(sink, numbers, rows, statistics_row), control);
}

}  // namespace rerate

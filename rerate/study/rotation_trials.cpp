#include "rerate/study/rotation_trials.h"

#include <fmt/format.h>

#include <algorithm>

#include "rerate/statistics/sharpe_ratio.h"
#include "rerate/study/price_of_looking.h"
#include "rerate/study/rotation_benchmarks.h"

namespace rerate {
namespace {

constexpr std::uint64_t kLuckStream = 3;
constexpr std::size_t kMostBytes = std::size_t{1} << 30;

// So many variants that their definitions and returns stay within a gigabyte: a signal with a formula for each of sixty sectors
// takes much more than one without.
std::size_t most_variants(const RotationFindings& found) {
  std::size_t bytes = sizeof(Variant) + 8 * static_cast<std::size_t>(found.panel.months());
  for (const auto& signal : found.definition.signals)
    bytes += sizeof(SignalDefinition) + 100 * (signal.figures.size() + 2 * signal.drivers.size());
  return std::min(kMostVariants, kMostBytes / bytes);
}

// The mean return and the Sharpe ratio over cash, per month.
void measure(std::span<const double> net, std::span<const double> cash, VariantRuns::Figures& figures) {
  std::vector<double> excess;
  double sum = 0;
  for (std::size_t i = 0; i < net.size(); ++i) {
    sum += net[i];
    excess.push_back(net[i] - cash[i]);
  }
  figures.mean = sum / static_cast<double>(net.size());
  figures.sharpe = sharpe_ratio(excess);
}

// Runs over part of their months. Turnover stays that of all of them.
VariantRuns within(const VariantRuns& runs, MonthStretch part, std::span<const double> cash) {
  VariantRuns cut;
  cut.first = runs.first + part.first;
  cut.months = part.count;
  cut.ran = runs.ran;
  cut.figures = runs.figures;
  for (std::size_t r = 0; r < runs.ran.size(); ++r) {
    const auto all = std::span(runs.net).subspan(r * static_cast<std::size_t>(runs.months));
    const auto net = all.subspan(static_cast<std::size_t>(part.first), static_cast<std::size_t>(part.count));
    cut.net.insert(cut.net.end(), net.begin(), net.end());
    measure(net, cash, cut.figures[runs.ran[r]]);
  }
  return cut;
}

// Monthly figures of the backtest over the months of the runs.
std::span<const double> over(const RotationFindings& found, const std::vector<double>& figures,
                             const VariantRuns& runs) {
  return part_of(figures, runs.first - found.run.backtest.first - 1, runs.months);
}

// The month of the panel in which returns of a variant must have begun to be compared over enough months.
Index latest_first(const RotationFindings& found) {
  const Index end = found.run.backtest.first + 1 + found.compared_first + found.compared;
  return end - kFewestCompared;
}

std::vector<PastTrial> past_of(const std::string& id, const SectionContext& context) {
  if (!context.past_trials) return {};
  const auto past = context.past_trials->find(id);
  auto trials = past == context.past_trials->end() ? std::vector<PastTrial>{} : past->second;
  for (auto& one : trials) one.definitions = at_most_different(one.definitions, one.lattice.get());
  return trials;
}

}  // namespace

void add_trials(RotationFindings& found, const std::string& id, const SectionContext& context) {
  const auto& request = *found.request;
  const auto& benchmark = found.benchmarks.front().returns;
  found.variants = variants(found.definition, request.variants, most_variants(found));
  auto runs = run_variants(found.panel, found.variants, {}, latest_first(found));
  const auto part = common_stretch({over(found, benchmark, runs), over(found, found.cash, runs)});
  if (part.count < runs.months) {
    const auto cash =
        over(found, found.cash, runs)
            .subspan(static_cast<std::size_t>(part.first), static_cast<std::size_t>(part.count));
    runs = within(runs, part, cash);
  }
  found.variant_runs = std::move(runs);
  found.luck =
      rotation_luck(found.variant_runs, over(found, benchmark, found.variant_runs),
                    over(found, found.cash, found.variant_runs), found.variants, past_of(id, context),
                    {request.draws, 0.05}, RandomStream(context.section_seed(id), kLuckStream));
}

std::vector<TriedDefinition> tried_of(const std::string& id, const RotationFindings& found) {
  std::vector<TriedDefinition> tried;
  for (const auto number : found.variant_runs.ran) {
    const auto& variant = found.variants[number];
    const auto& figures = found.variant_runs.figures[number];
    tried.push_back({id, variant.hash, variant.words, figures.sharpe, 100 * figures.mean,
                     static_cast<double>(found.variant_runs.months)});
  }
  return tried;
}

}  // namespace rerate

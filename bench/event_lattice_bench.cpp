// Lattices of event studies over 557 months (the ISM survey since 1979) with exact shift p-values: how many
// definitions a second, and whether the cost grows linearly from 10^5 to 10^7.

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/multiverse/event_lattice.h"

namespace rerate {
namespace {

constexpr std::size_t kMonths = 557;

Series monthly(const std::vector<double>& values, Kind kind) {
  Series series{{Frequency::monthly, kind, ""}, "x", {}, {}, {}};
  std::int32_t month = 9 * 12;  // 1979-01
  for (const double value : values) {
    series.append(month, value, last_day({Frequency::monthly, month}) + 1);
    ++month;
  }
  return series;
}

// A survey in tenths that reverts to 52, below 48 in about one month of six.
Series survey() {
  const RandomStream random(1, 0);
  std::vector<double> values;
  double level = 52;
  for (std::size_t t = 0; t < kMonths; ++t) {
    level += 0.06 * (52 - level) + 4.5 * (random.uniform(t) - 0.5);
    values.push_back(std::round(10 * level) / 10);
  }
  return monthly(values, Kind::diffusion_index);
}

Series prices(std::uint64_t stream) {
  const RandomStream random(2, stream);
  std::vector<double> values;
  double price = 100;
  for (std::size_t t = 0; t < kMonths; ++t) values.push_back(price *= 1 + 0.15 * (random.uniform(t) - 0.47));
  return monthly(values, Kind::price_index);
}

// Ties, gaps, n_out, n_in, leave and enter levels, in this order from the fastest.
std::vector<EpisodeRule> rules(std::size_t count) {
  std::vector<EpisodeRule> result;
  for (std::size_t i = 0; i < count; ++i) {
    ThresholdRule rule;
    auto rest = i;
    const auto digit = [&](std::size_t radix) {
      const auto value = static_cast<int>(rest % radix);
      rest /= radix;
      return value;
    };
    rule.tie = digit(2) == 0 ? Tie::first : Tie::last;
    rule.gap = 3 * digit(5);
    rule.leave_periods = 1 + digit(2);
    rule.enter_periods = 1 + digit(2);
    rule.leave = {50 + 0.2 * digit(20), true};
    rule.enter = {46 + 0.1 * digit(40), digit(2) == 1};
    result.emplace_back(rule);
  }
  return result;
}

struct Figures {
  Series signal = survey();
  std::vector<Series> price = {prices(1), prices(2), prices(3), prices(4)};
};

// `rule_count` rules, 5 anchors, 2 markets, `horizon_count` horizons, `from_count` first dates.
EventLattice lattice_of(const Figures& figures, std::size_t rule_count, int horizon_count, int from_count) {
  EventLatticeOptions options;
  options.signals = {&figures.signal};
  options.rules = rules(rule_count);
  options.anchors = {Anchor::start, Anchor::extreme, Anchor::end, Anchor::confirm, Anchor::known};
  options.markets = {{&figures.price[0], &figures.price[1]}, {&figures.price[2], &figures.price[3]}};
  for (int i = 0; i < horizon_count; ++i)
    options.horizons.emplace_back(Duration{3 + i, Duration::Unit::month});
  options.from.clear();
  for (int i = 0; i < from_count; ++i) options.from.emplace_back(make_date(1980 + 2 * i, 1, 1));
  return EventLattice(std::move(options));
}

void run(benchmark::State& state, const EventLattice& lattice) {
  set_thread_count(0);
  std::uint64_t tests = 0;
  double sum = 0;
  for (auto _ : state) {
    tests = lattice
                .run([&](std::span<const DefinitionOutcome> rows) {
                  for (const auto& row : rows)
                    if (row.complete > 0) sum += row.p_mean;
                })
                .tests;
  }
  benchmark::DoNotOptimize(sum);
  state.SetItemsProcessed(static_cast<std::int64_t>(lattice.size()) * state.iterations());
  state.counters["definitions"] = static_cast<double>(lattice.size());
  state.counters["different"] = static_cast<double>(tests);
}

// One start date, more and more rules: 10^5, 10^6 and 10^7 definitions.
void by_rules(benchmark::State& state) {
  const Figures figures;
  run(state, lattice_of(figures, static_cast<std::size_t>(state.range(0)) / 100, 10, 1));
}

// 10,000 rules, more and more outcomes.
void by_outcomes(benchmark::State& state) {
  const Figures figures;
  const auto outcomes = static_cast<int>(state.range(0) / 100'000);
  run(state, lattice_of(figures, 10'000, std::min(outcomes, 10), std::max(1, outcomes / 10)));
}

// Every rule with one anchor and outcome: nothing is shared but equal rules.
void rules_alone(benchmark::State& state) {
  const Figures figures;
  EventLatticeOptions options;
  options.signals = {&figures.signal};
  options.rules = rules(static_cast<std::size_t>(state.range(0)));
  options.markets = {{&figures.price[0], &figures.price[1]}};
  options.horizons = {Duration{12, Duration::Unit::month}};
  run(state, EventLattice(std::move(options)));
}

// 10,000 lists of twelve dates, two markets, 50 horizons: no two definitions share a test.
void all_different(benchmark::State& state) {
  const Figures figures;
  const RandomStream random(3, 0);
  EventLatticeOptions options;
  options.signals = {&figures.signal};
  for (std::uint64_t i = 0; i < 10'000; ++i) {
    DatesByHand rule;
    for (std::uint64_t part = 0; part < 12; ++part)
      rule.dates.push_back(make_date(1979, 6, 15) +
                           static_cast<int>(1'400 * part + random.below(12 * i + part, 1'300)));
    options.rules.emplace_back(std::move(rule));
  }
  options.markets = {{&figures.price[0], &figures.price[1]}, {&figures.price[2], &figures.price[3]}};
  for (int i = 1; i <= 50; ++i) options.horizons.emplace_back(Duration{i, Duration::Unit::month});
  run(state, EventLattice(std::move(options)));
}

// The joint test of a sample of definitions.
void joint(benchmark::State& state) {
  const Figures figures;
  const auto lattice = lattice_of(figures, 10'000, 10, 1);
  std::vector<std::uint64_t> sample(static_cast<std::size_t>(state.range(0)));
  for (std::size_t i = 0; i < sample.size(); ++i) sample[i] = i * (lattice.size() / sample.size());
  std::size_t patterns = 0;
  for (auto _ : state)
    patterns = lattice.joint_test(sample, EventLattice::JointWeights::definitions)->patterns;
  state.counters["patterns"] = static_cast<double>(patterns);
}

BENCHMARK(by_rules)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->Arg(10'000'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK(by_outcomes)
    ->Arg(100'000)
    ->Arg(1'000'000)
    ->Arg(10'000'000)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK(rules_alone)->Arg(16'000)->Arg(160'000)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(all_different)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(joint)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace rerate

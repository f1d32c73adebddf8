// The fair-value section as a study runs it: estimation with all diagnostics, 2,000 joint bootstrap draws, five scenarios, inversions,
// attribution, history. Monthly figures, four drivers of the multiple and three of growth; 560 months are the ISM's
// history, 870 the funds rate's.

#include <benchmark/benchmark.h>

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/models/fair_value.h"

namespace rerate {
namespace {

constexpr int kDrivers = 7;

// Slow drivers, a multiple that follows four of them, growth that follows three.
struct Market {
  Series price, fundamental, recession;
  std::vector<Series> drivers;
  FairValueQuestion question;

  explicit Market(int months);
  Market(const Market&) = delete;
};

Series series_of(const std::string& name, Kind kind) {
  return {{Frequency::monthly, kind, ""}, name, {}, {}, {}};
}

void ask(Market& market) {
  auto& question = market.question;
  question.price = &market.price;
  question.fundamental = &market.fundamental;
  question.recession = &market.recession;
  for (const auto& driver : market.drivers)
    question.drivers.push_back({driver.name, driver.name, &driver, {}});
  question.multiple_drivers = {"d0", "d1", "d2", "d3"};
  question.growth_drivers = {"d4", "d5", "d6"};
  question.bottom_up = 5;
  question.levels = {300, 400};
  for (const auto kind : {ScenarioKind::consensus, ScenarioKind::bottom_up, ScenarioKind::soft_landing,
                          ScenarioKind::recession, ScenarioKind::custom}) {
    Scenario scenario;
    scenario.id = std::string(to_string(kind));
    scenario.kind = kind;
    scenario.rest_today = kind != ScenarioKind::recession;
    question.scenarios.push_back(scenario);
  }
  question.scenarios[0].set = {{"d0", {1.0, 0.5, 0.0}}, {"d4", {1.0}}};
  question.scenarios[2].shift = {{"d0", -0.5}, {"d5", -0.5}};
}

Market::Market(int months)
    : price(series_of("price", Kind::price_index)),
      fundamental(series_of("sales", Kind::level)),
      recession(series_of("recession", Kind::indicator)) {
  const RandomStream random(1, 0);
  std::uint64_t at = 0;
  const auto shock = [&] { return std::sqrt(12.0) * (random.uniform(at++) - 0.5); };
  for (int i = 0; i < kDrivers; ++i) drivers.push_back(series_of("d" + std::to_string(i), Kind::rate));
  std::vector<double> x(kDrivers, 0.0);
  double gap = 0, log_sales = 4;
  for (int t = 0; t < months; ++t) {
    const Date known = last_day({Frequency::monthly, t});
    for (std::size_t i = 0; i < x.size(); ++i) {
      x[i] = (i < 4 ? 0.99 : 0.9) * x[i] + 0.3 * shock();
      drivers[i].append(t, x[i], known);
    }
    gap = 0.8 * gap + 0.03 * shock();
    log_sales += 0.004 + 0.002 * (x[4] + x[5] - x[6]) + 0.01 * shock();
    const double log_multiple = 0.5 - 0.08 * x[0] + 0.05 * x[1] - 0.04 * x[2] + 0.03 * x[3] + gap;
    fundamental.append(t, std::exp(log_sales), known);
    price.append(t, std::exp(log_sales + log_multiple), known);
    recession.append(t, t % 90 >= 60 && t % 90 < 71, known);
  }
  ask(*this);
}

void section(benchmark::State& state) {
  const Market market(static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(fair_value(market.question));
}

void section_in_differences(benchmark::State& state) {
  Market market(static_cast<int>(state.range(0)));
  market.question.multiple.form = MultipleFormChoice::differences;
  for (auto _ : state) benchmark::DoNotOptimize(fair_value(market.question));
}

void draws(benchmark::State& state) {
  const Market market(static_cast<int>(state.range(0)));
  auto question = market.question;
  question.bands.draws = 0;
  const auto value = fair_value(question);
  for (auto _ : state)
    benchmark::DoNotOptimize(fair_value_draws(value.panel, value.multiple, value.growth, {.draws = 2000}));
}

void calibrated(benchmark::State& state) {
  const Market market(1);
  FairValueQuestion question;
  question.price = &market.price;
  question.multiple_today = 1.27;
  question.given = {.fair_multiple = 1.396, .growth = 1.3, .multiple_sd = 8, .growth_sd = 3};
  Scenario recession;
  recession.id = "recession";
  recession.level = market.price.value[0] * 0.77;
  question.scenarios = {Scenario{}, recession};
  for (auto _ : state) benchmark::DoNotOptimize(fair_value(question));
}

BENCHMARK(section)->Arg(560)->Arg(870)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(section_in_differences)->Arg(560)->Arg(870)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(draws)->Arg(560)->Arg(870)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(calibrated)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace rerate

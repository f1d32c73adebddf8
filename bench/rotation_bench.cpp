// Sector rotation: one backtest of twelve sectors over 758 months with every kind of signal, a grid of ten thousand variants
// with their figures and the ledger of trials, and the tests of luck over that grid.

#include <benchmark/benchmark.h>

#include <cmath>
#include <filesystem>
#include <string>
#include <vector>

#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/rotation/performance.h"
#include "rerate/rotation/rotation.h"
#include "rerate/rotation/rotation_luck.h"
#include "rerate/rotation/variants.h"
#include "rerate/statistics/distributions.h"
#include "rerate/store/trial_ledger.h"

namespace rerate {
namespace {

constexpr int kMonths = 758, kSectors = 12, kDrivers = 3;

Series monthly_series(const std::string& name, Kind kind) {
  return {{Frequency::monthly, kind, ""}, name, {}, {}, {}};
}

// Sectors that share a market and follow drivers, yearly valuations, and a definition that asks all of it.
struct Market {
  std::vector<Series> price, value, driver;
  SectorPanel panel;
  RotationDefinition definition;

  Market();
  Market(const Market&) = delete;
  Market& operator=(const Market&) = delete;

 private:
  void draw();
  void ask();
};

void Market::draw() {
  const RandomStream random(20250601, 0);
  std::uint64_t at = 0;
  const auto normal = [&] { return normal_quantile(random.uniform(at++)); };
  for (int j = 0; j < kDrivers; ++j) driver.push_back(monthly_series("d" + std::to_string(j), Kind::rate));
  for (int i = 0; i < kSectors; ++i) {
    price.push_back(monthly_series("s" + std::to_string(i), Kind::total_return_index));
    value.push_back(monthly_series("v" + std::to_string(i), Kind::ratio));
  }
  std::vector<double> level(kDrivers, 5.0), wealth(kSectors, 100.0), ratio(kSectors, 0.6);
  for (int t = 0; t < kMonths; ++t) {
    const Date day = last_day({Frequency::monthly, t});
    const double market = 0.008 + 0.04 * normal();
    double change = 0;
    for (std::size_t j = 0; j < driver.size(); ++j) {
      const double step = 0.3 * normal();
      change += j == 0 ? step : 0;
      driver[j].append(t, level[j] += step, day);
    }
    for (std::size_t i = 0; i < price.size(); ++i) {
      wealth[i] *= 1 + market + 0.004 * (static_cast<double>(i) - 5.5) * change + 0.03 * normal();
      if (t % 12 == 0) ratio[i] = 0.2 + 0.8 * ratio[i] + 0.1 * (random.uniform(at++) - 0.7);
      price[i].append(t, wealth[i], day);
      value[i].append(t, ratio[i], day);
    }
  }
}

SignalDefinition signal(const std::string& name, SignalKind kind, int months, int skip = 0) {
  SignalDefinition made;
  made.name = made.title = name;
  made.kind = kind;
  made.months = months;
  made.skip = skip;
  return made;
}

void Market::ask() {
  definition.signals = {
      signal("momentum", SignalKind::momentum, 12, 1), signal("value", SignalKind::own_history, 0),
      signal("macro", SignalKind::macro, 60),          signal("volatility", SignalKind::volatility, 36),
      signal("reversal", SignalKind::reversal, 1),     signal("trend", SignalKind::trend, 10)};
  for (const auto& one : value) definition.signals[1].figures.push_back(&one);
  definition.signals[1].figure_places.resize(value.size());
  for (const auto& one : driver) definition.signals[2].drivers.push_back({one.name, one.name, &one, {}});
}

Market::Market() {
  draw();
  SectorPanelQuestion question;
  for (const auto& one : price) question.sectors.push_back({one.name, one.name, &one, {}});
  question.as_of = last_day({Frequency::monthly, kMonths - 1}) + 1;
  panel = sector_panel(question);
  ask();
}

// Signals, scores, weights, trades and what they earned.
void one_backtest(benchmark::State& state, PortfolioRule rule, SignalWeights weights) {
  set_thread_count(1);
  Market market;
  market.definition.portfolio.rule = rule;
  market.definition.score.weights = weights;
  for (auto _ : state) benchmark::DoNotOptimize(run_rotation(market.panel, market.definition));
  set_thread_count(0);
}

VariantChoices ten_thousand() {
  VariantChoices choices;
  choices.signal_subsets = true;
  choices.momentum_months = {6, 12};
  choices.cross_section = {CrossSection::z_score, CrossSection::rank};
  choices.rule = {PortfolioRule::top_k, PortfolioRule::rank_weighted, PortfolioRule::signal_proportional};
  choices.k = {2, 3, 4, 5, 6};
  choices.rebalance_months = {1, 3};
  choices.no_trade_band = {0, 0.02};
  choices.trade_lag = {0, 1};
  return choices;
}

std::vector<Trial> trials_of(const std::vector<Variant>& variants, const VariantRuns& runs) {
  std::vector<Trial> trials;
  trials.reserve(variants.size());
  for (std::size_t i = 0; i < variants.size(); ++i)
    trials.push_back({"bench.toml", "sectors", "rotation", variants[i].hash, variants[i].words, Date{20000},
                      Date{20000}, runs.figures[i].sharpe, runs.figures[i].mean,
                      static_cast<double>(runs.months)});
  return trials;
}

// Threads (0: every core); items are variants. Each round writes a ledger that was not there.
void grid(benchmark::State& state) {
  set_thread_count(static_cast<int>(state.range(0)));
  const Market market;
  const auto file = std::filesystem::temp_directory_path() / "rerate-rotation-bench.trials";
  std::size_t count = 0;
  for (auto _ : state) {
    std::filesystem::remove(file);
    const auto all = variants(market.definition, ten_thousand());
    const auto runs = run_variants(market.panel, all);
    TrialLedger::open(file).add(trials_of(all, runs));
    count = all.size();
  }
  std::filesystem::remove(file);
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
  state.counters["variants"] = static_cast<double>(count);
  set_thread_count(0);
}

// Threads; reality check, SPA, StepM, deflated Sharpe ratio and overfitting over the same grid with 1,000 draws.
void luck(benchmark::State& state) {
  set_thread_count(static_cast<int>(state.range(0)));
  const Market market;
  const auto all = variants(market.definition, ten_thousand());
  const auto runs = run_variants(market.panel, all);
  const auto& months = market.panel.month_return;
  std::vector<double> benchmark, cash(static_cast<std::size_t>(runs.months), 0.0);
  for (Index m = 0; m < runs.months; ++m) benchmark.push_back(months.row(runs.first + m).mean());
  for (auto _ : state)
    benchmark::DoNotOptimize(rotation_luck(runs, benchmark, cash, all, {}, {}, RandomStream(1, 1)));
  state.counters["variants"] = static_cast<double>(all.size());
  set_thread_count(0);
}

// 1,000 draws of intervals of all figures.
void intervals(benchmark::State& state) {
  set_thread_count(1);
  const Market market;
  const auto run = run_rotation(market.panel, market.definition);
  const auto equal = equal_weight_returns(market.panel, run.backtest);
  const std::vector<double> cash(equal.size(), 0.0);
  for (auto _ : state)
    benchmark::DoNotOptimize(performance_intervals(run.backtest.net, equal, cash, {}, RandomStream(1, 2)));
  set_thread_count(0);
}

BENCHMARK_CAPTURE(one_backtest, top_k, PortfolioRule::top_k, SignalWeights::equal)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(one_backtest, rank_weighted, PortfolioRule::rank_weighted, SignalWeights::equal)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(one_backtest, learned_ridge, PortfolioRule::top_k, SignalWeights::ridge)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(one_backtest, minimum_variance, PortfolioRule::minimum_variance, SignalWeights::equal)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(intervals)->Unit(benchmark::kMillisecond);
BENCHMARK(grid)->ArgName("threads")->Arg(1)->Arg(0)->Unit(benchmark::kMillisecond)->UseRealTime();
BENCHMARK(luck)->ArgName("threads")->Arg(1)->Arg(0)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace rerate

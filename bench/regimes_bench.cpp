// The regimes section as a study runs it: four features of 870 months, score, clusters refitted every year, a hidden Markov model refitted
// every year, and returns by regime with 1,000 draws.

#include <benchmark/benchmark.h>

#include <cmath>
#include <string>
#include <vector>

#include "rerate/base/elementary.h"
#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/models/regimes.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

constexpr int kMonths = 870, kFeatures = 4;

// Three states, left with a chance of 4% a month, that move every feature and the asset.
struct Economy {
  std::vector<Series> features;
  Series asset, benchmark;
  RegimesQuestion question;

  Economy();
  Economy(const Economy&) = delete;
};

Series series_of(const std::string& name, Kind kind) {
  return {{Frequency::monthly, kind, ""}, name, {}, {}, {}};
}

Economy::Economy()
    : asset(series_of("asset", Kind::price_index)), benchmark(series_of("benchmark", Kind::price_index)) {
  const RandomStream random(1, 0);
  std::uint64_t at = 0;
  const auto normal = [&] { return normal_quantile(random.uniform(at++)); };
  for (int j = 0; j < kFeatures; ++j) features.push_back(series_of("f" + std::to_string(j), Kind::rate));
  int state = 2;
  double log_asset = 4, log_benchmark = 4;
  std::vector<double> slow(kFeatures, 0.0);
  for (int t = 0; t < kMonths; ++t) {
    const Date known = last_day({Frequency::monthly, t});
    if (random.uniform(at++) < 0.04) state = static_cast<int>(random.below(at++, 3));
    for (std::size_t j = 0; j < features.size(); ++j) {
      slow[j] = 0.9 * slow[j] + 0.3 * normal();
      features[j].append(t, (j % 2 == 0 ? 1 : -1) * (state - 1) + slow[j] + 0.5 * normal(), known + 10);
    }
    const double market = 0.04 * normal();
    log_benchmark += 0.005 + market;
    log_asset += 0.005 + market + 0.004 * (state - 1) + 0.02 * normal();
    asset.append(t, reproducible_exp(log_asset), known);
    benchmark.append(t, reproducible_exp(log_benchmark), known);
  }
  for (std::size_t j = 0; j < features.size(); ++j)
    question.features.push_back(
        {features[j].name, features[j].name, &features[j], j % 2 == 0 ? 1.0 : -1.0, 1, {}});
  question.chain = &features[0];
  question.asset = &asset;
  question.benchmark = &benchmark;
  question.as_of = last_day({Frequency::monthly, kMonths - 1}) + 11;
}

// Threads (0: every core).
void section(benchmark::State& state, ClusterMethod method) {
  set_thread_count(static_cast<int>(state.range(0)));
  Economy economy;
  economy.question.clusters.method = method;
  for (auto _ : state) benchmark::DoNotOptimize(find_regimes(economy.question));
  set_thread_count(0);
}

void chain(benchmark::State& state) {
  set_thread_count(1);
  const Economy economy;
  for (auto _ : state) benchmark::DoNotOptimize(walk_forward_chain(economy.features[0].value, {}));
  set_thread_count(0);
}

void clusters(benchmark::State& state) {
  set_thread_count(1);
  const Economy economy;
  const auto panel = regime_panel(economy.question.features, economy.question.as_of, {});
  const Vector weight = Vector::Ones(kFeatures);
  for (auto _ : state) benchmark::DoNotOptimize(walk_forward_clusters(panel.coordinates, weight, {}));
  set_thread_count(0);
}

BENCHMARK_CAPTURE(section, k_means, ClusterMethod::k_means)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(0)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK_CAPTURE(section, gaussian_mixture, ClusterMethod::gaussian_mixture)
    ->ArgName("threads")
    ->Arg(1)
    ->Arg(0)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK(chain)->Unit(benchmark::kMillisecond);
BENCHMARK(clusters)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace rerate

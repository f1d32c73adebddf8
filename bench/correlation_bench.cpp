// 2,000 bootstrap correlations of 870 months (mean block length 12 and 60), of one series and of two with the same third; and the
// exact shift test.

#include <benchmark/benchmark.h>

#include <vector>

#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/statistics/correlation_bootstrap.h"
#include "rerate/statistics/shifted_correlation.h"

namespace rerate {
namespace {

constexpr int kDraws = 2000;
constexpr std::size_t kMonths = 870;

std::vector<double> autoregression(std::uint64_t stream) {
  const RandomStream random(7, stream);
  std::vector<double> x(kMonths);
  double state = 0;
  for (std::size_t t = 0; t < kMonths; ++t) x[t] = state = 0.5 * state + random.uniform(t) - 0.5;
  return x;
}

void correlation_draws(benchmark::State& state) {
  set_thread_count(1);
  const auto x = autoregression(0), y = autoregression(1), z = autoregression(2);
  std::vector<std::span<const double>> others = {y, z};
  others.resize(static_cast<std::size_t>(state.range(1)));
  const SeriesBootstrap blocks{BlockScheme::stationary, static_cast<double>(state.range(0))};
  for (auto _ : state)
    benchmark::DoNotOptimize(bootstrap_correlations(x, others, blocks, kDraws, RandomStream(1, 2)));
  set_thread_count(0);
}

void shift_test(benchmark::State& state) {
  const auto x = autoregression(0), y = autoregression(1);
  for (auto _ : state) benchmark::DoNotOptimize(shift_p_value(x, y));
}

BENCHMARK(correlation_draws)
    ->ArgNames({"block", "others"})
    ->Args({12, 1})
    ->Args({12, 2})
    ->Args({60, 1})
    ->Args({60, 2})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(shift_test)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace rerate

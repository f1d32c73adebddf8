// 10,000 bootstrap means of 560 months (mean block length 12), as a band of a model or an interval of a mean takes them.

#include <benchmark/benchmark.h>

#include <vector>

#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/statistics/series_bootstrap.h"

namespace rerate {
namespace {

constexpr int kDraws = 10000;

std::vector<double> autoregression(std::size_t length) {
  const RandomStream random(7, 0);
  std::vector<double> x(length);
  double state = 0;
  for (std::size_t t = 0; t < length; ++t) x[t] = state = 0.5 * state + random.uniform(t) - 0.5;
  return x;
}

void means(benchmark::State& state, BlockScheme scheme) {
  set_thread_count(static_cast<int>(state.range(1)));
  const auto x = autoregression(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(bootstrap_means(x, {scheme, 12}, kDraws, RandomStream(1, 2)));
  set_thread_count(0);
}

void stationary_means(benchmark::State& state) { means(state, BlockScheme::stationary); }
void moving_means(benchmark::State& state) { means(state, BlockScheme::moving); }

// The rows of every draw, as a joint bootstrap of two equations reads them.
void stationary_indexes(benchmark::State& state) {
  const SeriesBlocks blocks(static_cast<std::size_t>(state.range(0)), {BlockScheme::stationary, 12},
                            RandomStream(1, 2));
  std::vector<std::uint32_t> rows(blocks.length());
  for (auto _ : state)
    for (std::uint64_t draw = 0; draw < kDraws; ++draw) {
      blocks.indexes(draw, rows);
      benchmark::DoNotOptimize(rows.data());
    }
}

BENCHMARK(stationary_means)
    ->ArgNames({"T", "threads"})
    ->Args({560, 1})
    ->Args({560, 2})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(moving_means)
    ->ArgNames({"T", "threads"})
    ->Args({560, 1})
    ->Args({560, 2})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(stationary_indexes)->ArgNames({"T"})->Arg(560)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace rerate

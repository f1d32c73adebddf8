// Rolling regressions on one core, as a chart of coefficients through time or a walk-forward betas table takes them.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/regression/rolling_regression.h"

namespace rerate {
namespace {

struct Sample {
  Vector y;
  Design design;
};

Sample sample(Index rows, Index columns) {
  const RandomStream random(5, 0);
  std::uint64_t index = 0;
  Sample made{Vector(rows), constant_design(rows)};
  for (Index j = 1; j < columns; ++j) {
    Vector x(rows);
    double state = 0;
    for (Index t = 0; t < rows; ++t) x[t] = state = 0.9 * state + random.uniform(index++) - 0.5;
    made.design.append(fmt::format("x{}", j), x);
  }
  for (Index t = 0; t < rows; ++t) made.y[t] = made.design.x.row(t).sum() + random.uniform(index++);
  return made;
}

// T, k, window; items are fits.
void rolling(benchmark::State& state) {
  set_thread_count(1);
  const auto data = sample(state.range(0), state.range(1));
  for (auto _ : state) benchmark::DoNotOptimize(rolling_coefficients(data.y, data.design, state.range(2)));
  state.SetItemsProcessed(state.iterations() * (state.range(0) - state.range(2) + 1));
  set_thread_count(0);
}

// T, k; items are fits.
void recursive(benchmark::State& state) {
  const auto data = sample(state.range(0), state.range(1));
  const Index first_rows = 4 * state.range(1);
  for (auto _ : state) benchmark::DoNotOptimize(recursive_least_squares(data.y, data.design, first_rows));
  state.SetItemsProcessed(state.iterations() * (state.range(0) - first_rows + 1));
}

BENCHMARK(rolling)
    ->ArgNames({"T", "k", "window"})
    ->Args({560, 5, 120})
    ->Args({10000, 8, 120})
    ->Args({10000, 8, 36})
    ->Args({10000, 16, 240})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(recursive)->ArgNames({"T", "k"})->Args({560, 5})->Args({560, 8})->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace rerate

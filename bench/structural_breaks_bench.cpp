// Bai-Perron search with up to five breaks, trimming 0.15, and Andrews's sup-F, on the regression that
// bench/peers/structural_breaks.R gives strucchange: `rows` observations, `drivers` beside the constant, two shifts.

#include <benchmark/benchmark.h>

#include <cmath>
#include <string>

#include "rerate/time_series/structural_breaks.h"

namespace rerate {
namespace {

struct Sample {
  Vector y;
  Design design;
};

// Deterministic waves instead of random numbers, so that any software can make the same figures.
double wave(Index t, Index which) {
  const double x = 12.9898 * static_cast<double>(t + 1) + 78.233 * static_cast<double>(which + 1);
  const double scaled = 437.58545 * std::sin(x);
  return scaled - std::floor(scaled) - 0.5;
}

Sample shifting_regression(Index rows, Index drivers) {
  Sample sample{Vector(rows), constant_design(rows)};
  for (Index t = 0; t < rows; ++t)
    sample.y[t] = wave(t, 0) + (t >= rows / 3 ? 0.5 : 0.0) - (t >= 2 * rows / 3 ? 0.8 : 0.0);
  for (Index d = 1; d <= drivers; ++d) {
    Vector x(rows);
    for (Index t = 0; t < rows; ++t) x[t] = wave(t, d);
    sample.y += 0.3 * x;
    sample.design.append("x" + std::to_string(d), x);
  }
  return sample;
}

void break_search(benchmark::State& state) {
  const Sample sample = shifting_regression(state.range(0), state.range(1));
  for (auto _ : state) benchmark::DoNotOptimize(structural_breaks(sample.y, sample.design));
}

void sup_f(benchmark::State& state) {
  const Sample sample = shifting_regression(state.range(0), state.range(1));
  for (auto _ : state) benchmark::DoNotOptimize(andrews_sup_f(sample.y, sample.design));
}

BENCHMARK(break_search)
    ->Args({560, 0})
    ->Args({560, 1})
    ->Args({560, 3})
    ->Args({560, 7})
    ->Args({5600, 3})
    ->Unit(benchmark::kMillisecond);
BENCHMARK(sup_f)->Args({560, 1})->Args({560, 3})->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace rerate

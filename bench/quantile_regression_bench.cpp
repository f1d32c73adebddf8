// Quantile regressions of a multiple on policy: hundreds of months, a few drivers, on one core.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/regression/quantile_regression.h"

namespace rerate {
namespace {

// n, k, share in percent.
void fit(benchmark::State& state, QuantileErrors errors) {
  set_thread_count(1);
  const Index rows = state.range(0);
  const RandomStream random(5, 0);
  std::uint64_t index = 0;
  Design design = constant_design(rows);
  for (Index j = 1; j < state.range(1); ++j) {
    Vector x(rows);
    double level = 0;
    for (Index t = 0; t < rows; ++t) x[t] = level = 0.9 * level + random.uniform(index++) - 0.5;
    design.append(fmt::format("x{}", j), x);
  }
  Vector y(rows);
  for (Index t = 0; t < rows; ++t) y[t] = design.x.row(t).sum() + random.uniform(index++);
  const QuantileSettings settings{static_cast<double>(state.range(2)) / 100, errors};
  for (auto _ : state) benchmark::DoNotOptimize(quantile_regression(y, design, settings));
  set_thread_count(0);
}

void fit_with_iid(benchmark::State& state) { fit(state, QuantileErrors::iid); }
void fit_with_nid(benchmark::State& state) { fit(state, QuantileErrors::nid); }
void fit_with_bootstrap(benchmark::State& state) { fit(state, QuantileErrors::bootstrap); }

void sizes(benchmark::internal::Benchmark* one) {
  one->ArgNames({"n", "k", "percent"})->Unit(benchmark::kMillisecond);
  for (const int percent : {10, 50, 90}) one->Args({560, 5, percent});
}

BENCHMARK(fit_with_iid)->Apply(sizes);
BENCHMARK(fit_with_nid)->Apply(sizes);
BENCHMARK(fit_with_bootstrap)->Apply(sizes);

}  // namespace
}  // namespace rerate

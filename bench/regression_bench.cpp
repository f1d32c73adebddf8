// One regression with its standard errors on one core: what a bootstrap or a walk-forward test repeats by the thousand.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "rerate/base/random_stream.h"
#include "rerate/regression/covariance.h"
#include "rerate/regression/long_horizon.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

struct Sample {
  Vector y;
  Design design;
};

// A constant and persistent drivers.
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

void with_errors(benchmark::State& state, const CovarianceSettings& settings) {
  const auto data = sample(state.range(0), state.range(1));
  for (auto _ : state) {
    const OlsFit fit = ols(data.y, data.design);
    benchmark::DoNotOptimize(covariance(data.design, fit, settings));
  }
}

void least_squares(benchmark::State& state) {
  const auto data = sample(state.range(0), state.range(1));
  for (auto _ : state) benchmark::DoNotOptimize(ols(data.y, data.design));
}

CovarianceSettings newey_west(double lags) {
  return {CovarianceKind::hac, Kernel::bartlett, BandwidthRule::given, lags + 1};
}

void newey_west_5(benchmark::State& state) { with_errors(state, newey_west(5)); }
void newey_west_30(benchmark::State& state) { with_errors(state, newey_west(30)); }
void hc1(benchmark::State& state) { with_errors(state, {CovarianceKind::hc1}); }
void hc3(benchmark::State& state) { with_errors(state, {CovarianceKind::hc3}); }
void cosine(benchmark::State& state) { with_errors(state, {CovarianceKind::ewc}); }
void quadratic_spectral(benchmark::State& state) {
  with_errors(state, {CovarianceKind::hac, Kernel::quadratic_spectral, BandwidthRule::andrews, 0, 1});
}

void long_horizon(benchmark::State& state) {
  const auto data = sample(state.range(0), state.range(1));
  const std::span<const double> one_period(data.y.data(), static_cast<std::size_t>(data.y.size()));
  for (auto _ : state) benchmark::DoNotOptimize(long_horizon_regression(data.design, one_period, 12));
}

void t_p_value(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(student_t_two_sided_p(2.2, static_cast<double>(state.range(0))));
}

void t_quantile(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(student_t_quantile(0.975, static_cast<double>(state.range(0))));
}

void fixed_b_p(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(fixed_b_p_value(2.2, 1 / static_cast<double>(state.range(0))));
}

BENCHMARK(newey_west_5)
    ->ArgNames({"T", "k"})
    ->Args({560, 3})
    ->Args({560, 8})
    ->Args({5600, 8})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(newey_west_30)->ArgNames({"T", "k"})->Args({560, 8})->Unit(benchmark::kMicrosecond);
BENCHMARK(least_squares)->ArgNames({"T", "k"})->Args({560, 8})->Unit(benchmark::kMicrosecond);
BENCHMARK(hc1)->ArgNames({"T", "k"})->Args({560, 8})->Unit(benchmark::kMicrosecond);
BENCHMARK(hc3)->ArgNames({"T", "k"})->Args({560, 8})->Unit(benchmark::kMicrosecond);
BENCHMARK(cosine)->ArgNames({"T", "k"})->Args({560, 8})->Unit(benchmark::kMicrosecond);
BENCHMARK(quadratic_spectral)->ArgNames({"T", "k"})->Args({560, 8})->Unit(benchmark::kMicrosecond);
BENCHMARK(long_horizon)->ArgNames({"T", "k"})->Args({560, 3})->Unit(benchmark::kMicrosecond);
BENCHMARK(t_p_value)->Arg(27)->Arg(552)->Unit(benchmark::kMicrosecond);
BENCHMARK(t_quantile)->Arg(27)->Arg(552)->Unit(benchmark::kMicrosecond);
BENCHMARK(fixed_b_p)->Arg(18)->Arg(3)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace rerate

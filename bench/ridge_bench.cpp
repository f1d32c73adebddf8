// What a sector rotation estimates each month, on one core: ridge of twelve sectors on macro drivers in rolling windows, an
// elastic net whose penalty is chosen in order of time, weights within limits by a quadratic program.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "rerate/base/random_stream.h"
#include "rerate/regression/elastic_net_choice.h"
#include "rerate/regression/quadratic_program.h"
#include "rerate/regression/rolling_ridge.h"

namespace rerate {
namespace {

Matrix uniforms(Index rows, Index columns) {
  const RandomStream random(5, 0);
  Matrix made(rows, columns);
  for (Index i = 0; i < made.size(); ++i)
    made.data()[i] = random.uniform(static_cast<std::uint64_t>(i)) - 0.5;
  return made;
}

Design drivers_of(const Matrix& columns, Index count) {
  Design drivers;
  for (Index j = 0; j < count; ++j) drivers.append(fmt::format("x{}", j), columns.col(j));
  return drivers;
}

// T, k, series, window.
void rolling(benchmark::State& state) {
  const Matrix columns = uniforms(state.range(0), state.range(1) + state.range(2));
  const Design drivers = drivers_of(columns, state.range(1));
  const Matrix series = columns.rightCols(state.range(2));
  for (auto _ : state) benchmark::DoNotOptimize(rolling_ridge(series, drivers, state.range(3), 0.1));
}

// T, k.
void choice(benchmark::State& state) {
  const Matrix columns = uniforms(state.range(0), state.range(1) + 1);
  const Design drivers = drivers_of(columns, state.range(1));
  const Vector y = columns.col(state.range(1)) + columns.col(0);
  for (auto _ : state) benchmark::DoNotOptimize(elastic_net_choice(y, drivers, {}, {}));
}

// n: weights that sum to 1, within 0 and 3 / n, half of them in two groups of at least 0.15.
void weights(benchmark::State& state) {
  const Index n = state.range(0);
  const Matrix returns = uniforms(120, n);
  const Vector expected = uniforms(n, 1);
  QuadraticProgram program{returns.transpose() * returns / 120, 0.3 * expected, Matrix::Zero(2 * n + 3, n),
                           Vector(2 * n + 3), 1};
  program.normals << Matrix::Ones(1, n), Matrix::Identity(n, n), -Matrix::Identity(n, n), Matrix::Zero(2, n);
  for (Index i = 0; i < n; ++i) program.normals(2 * n + 1 + i % 2, i) = i % 4 < 2 ? 1 : 0;
  program.bounds << 1, Vector::Zero(n), Vector::Constant(n, -3.0 / static_cast<double>(n)), 0.15, 0.15;
  for (auto _ : state) benchmark::DoNotOptimize(minimise(program));
  state.counters["steps"] = minimise(program).steps;
}

BENCHMARK(rolling)
    ->ArgNames({"T", "k", "series", "window"})
    ->Args({758, 4, 12, 60})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(choice)->ArgNames({"T", "k"})->Args({758, 6})->Unit(benchmark::kMicrosecond);
BENCHMARK(weights)->ArgName("n")->Arg(12)->Arg(50)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace rerate

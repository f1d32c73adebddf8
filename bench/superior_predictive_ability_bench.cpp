// Tests of luck over many rules, on one core, as effective GF/s: 2 x rules x draws x dates over the time, which is the rate that
// the product of draws' weights with the differentials would need. Eigen's own product (128-bit registers, as Rerate is
// built) stands beside it; bench/peers/luck.py sets it beside the BLAS that numpy finds.

#include <benchmark/benchmark.h>

#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/regression/linear_algebra.h"
#include "rerate/statistics/backtest_overfitting.h"
#include "rerate/statistics/superior_predictive_ability.h"

namespace rerate {
namespace {

// Differentials of rules that share a factor, rule by rule.
std::vector<double> differentials(std::size_t rules, std::size_t dates) {
  const RandomStream random(5, 0);
  std::vector<double> x(rules * dates);
  for (std::size_t j = 0; j < rules; ++j)
    for (std::size_t t = 0; t < dates; ++t)
      x[j * dates + t] = random.uniform(j * dates + t) + 0.5 * random.uniform(~t) - 0.75;
  return x;
}

void count_flops(benchmark::State& state, double flops) {
  state.counters["GF/s"] =
      benchmark::Counter(1e-9 * flops * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

double flops_of(const benchmark::State& state) {
  return 2.0 * static_cast<double>(state.range(0)) * static_cast<double>(state.range(1)) *
         static_cast<double>(state.range(2));
}

// Rules, draws, dates, mean block length.
void luck(benchmark::State& state, Studentised studentised) {
  set_thread_count(1);
  const auto rules = static_cast<std::size_t>(state.range(0)),
             dates = static_cast<std::size_t>(state.range(2));
  const auto x = differentials(rules, dates);
  const LuckSettings settings{static_cast<double>(state.range(3)), static_cast<int>(state.range(1)),
                              studentised};
  for (auto _ : state) benchmark::DoNotOptimize(luck_tests(x, rules, settings, RandomStream(5, 1)));
  count_flops(state, flops_of(state));
  set_thread_count(0);
}

void spa(benchmark::State& state) { luck(state, Studentised::once); }
void spa_own_omegas(benchmark::State& state) { luck(state, Studentised::each_draw); }

// Rules, draws, dates.
void matrix_product(benchmark::State& state) {
  const Matrix weights = Matrix::Random(state.range(1), state.range(2)),
               x = Matrix::Random(state.range(2), state.range(0));
  Matrix means(state.range(1), state.range(0));
  for (auto _ : state) {
    means.noalias() = weights * x;
    benchmark::DoNotOptimize(means.data());
  }
  count_flops(state, flops_of(state));
}

void sizes(benchmark::internal::Benchmark* one) {
  one->ArgNames({"rules", "draws", "dates", "block"})
      ->ArgsProduct({{10'000}, {1000}, {758}, {1, 3, 6, 12}})
      ->Args({100'000, 1000, 557, 6})
      ->Unit(benchmark::kMillisecond);
}

// Rules, dates, blocks.
void overfitting(benchmark::State& state) {
  set_thread_count(1);
  const auto rules = static_cast<std::size_t>(state.range(0));
  const auto x = differentials(rules, static_cast<std::size_t>(state.range(1)));
  for (auto _ : state)
    benchmark::DoNotOptimize(backtest_overfitting(x, rules, static_cast<int>(state.range(2))));
  set_thread_count(0);
}

BENCHMARK(spa)->Apply(sizes);
BENCHMARK(spa_own_omegas)->Apply(sizes);
BENCHMARK(overfitting)
    ->ArgNames({"rules", "dates", "blocks"})
    ->Args({1000, 758, 16})
    ->Args({10'000, 758, 10})
    ->Unit(benchmark::kMillisecond);
BENCHMARK(matrix_product)
    ->ArgNames({"rules", "draws", "dates"})
    ->Args({10'000, 1000, 758})
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace rerate

// Probits and logits of a rare outcome on persistent drivers, hundreds of months, on one core; and the areas, curves and
// bands that are read from them. bench/peers/binary_choice.py gives statsmodels the same.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/regression/binary_choice.h"
#include "rerate/statistics/probability_scores.h"

namespace rerate {
namespace {

struct Sample {
  Vector outcome;
  Design design;
};

// Autoregressive drivers; the outcome is 1 in about one month of seven.
Sample sample(Index rows, Index columns) {
  const RandomStream random(5, 0);
  std::uint64_t index = 0;
  Sample result{Vector(rows), constant_design(rows)};
  for (Index j = 1; j < columns; ++j) {
    Vector x(rows);
    double level = 0;
    for (Index t = 0; t < rows; ++t) x[t] = level = 0.9 * level + random.uniform(index++) - 0.5;
    result.design.append(fmt::format("x{}", j), x);
  }
  for (Index t = 0; t < rows; ++t) {
    const double at = -1.2 - 0.8 * (result.design.x.row(t).sum() - 1);
    result.outcome[t] = random.uniform(index++) < link_probability(Link::probit, at);
  }
  return result;
}

// n, k.
void fit(benchmark::State& state, const BinaryChoiceSettings& settings) {
  set_thread_count(1);
  const auto [outcome, design] = sample(state.range(0), state.range(1));
  for (auto _ : state) benchmark::DoNotOptimize(binary_choice(outcome, design, settings));
  set_thread_count(0);
}

void probit(benchmark::State& state) { fit(state, {}); }
void logit(benchmark::State& state) { fit(state, {.link = Link::logit}); }
void probit_hac(benchmark::State& state) { fit(state, {.errors = {.kind = CovarianceKind::hac}}); }

void bands(benchmark::State& state) {
  const auto [outcome, design] = sample(state.range(0), state.range(1));
  const auto estimate = binary_choice(outcome, design);
  for (auto _ : state) benchmark::DoNotOptimize(predicted_probabilities(estimate, design.x, 0.9));
}

void area(benchmark::State& state) {
  const auto [outcome, design] = sample(state.range(0), state.range(1));
  const auto estimate = binary_choice(outcome, design);
  const std::span<const double> score(estimate.probability.data(), static_cast<std::size_t>(estimate.n)),
      happened(outcome.data(), score.size());
  for (auto _ : state) benchmark::DoNotOptimize(area_under_curve(score, happened));
}

void sizes(benchmark::internal::Benchmark* one) {
  one->ArgNames({"n", "k"})->Unit(benchmark::kMicrosecond)->Args({600, 2})->Args({870, 5});
}

BENCHMARK(probit)->Apply(sizes);
BENCHMARK(logit)->Apply(sizes);
BENCHMARK(probit_hac)->Apply(sizes);
BENCHMARK(bands)->Apply(sizes);
BENCHMARK(area)->Apply(sizes);

}  // namespace
}  // namespace rerate

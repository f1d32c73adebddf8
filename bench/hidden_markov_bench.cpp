// Hidden Markov models of monthly figures: hundreds of months, two or three states, fifty starts.

#include <benchmark/benchmark.h>

#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/mixtures/hidden_markov.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

// Three states, left with a chance of 4% a month, whose levels lie `gap` standard deviations apart.
std::vector<double> sample(std::size_t months, double gap) {
  const RandomStream random(3, 0);
  std::vector<double> x;
  int state = 0;
  for (std::uint64_t t = 0; t < months; ++t) {
    if (random.uniform(2 * t) < 0.04) state = (state + 1) % 3;
    x.push_back(gap * state + normal_quantile(random.uniform(2 * t + 1)));
  }
  return x;
}

// States, starts, threads (0: every core).
void fit(benchmark::State& state) {
  set_thread_count(static_cast<int>(state.range(2)));
  const auto x = sample(870, 1.5);
  const HiddenMarkovSettings settings{static_cast<int>(state.range(0)), static_cast<int>(state.range(1))};
  int iterations = 0;
  for (auto _ : state) {
    const HiddenMarkov model = hidden_markov(x, settings);
    benchmark::DoNotOptimize(model.log_likelihood);
    iterations = model.iterations;
  }
  state.counters["iterations"] = iterations;
  set_thread_count(0);
}

void filter(benchmark::State& state) {
  const auto x = sample(870, 1.5);
  const HiddenMarkov model = hidden_markov(x, {});
  for (auto _ : state) benchmark::DoNotOptimize(filter_states(model, x));
}

BENCHMARK(fit)
    ->ArgNames({"states", "starts", "threads"})
    ->Args({2, 50, 1})
    ->Args({2, 50, 0})
    ->Args({3, 50, 1})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();
BENCHMARK(filter)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace rerate

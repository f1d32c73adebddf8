// Styles against the curve on 870 months: sixteen definitions of two pairs, 2,000 draws each, shift tests, unit roots, rolling
// windows. One thread.

#include <benchmark/benchmark.h>

#include "rerate/base/parallel.h"
#include "rerate/models/style_curve_for_test.h"

namespace rerate {
namespace {

void style_curve_model(benchmark::State& state) {
  set_thread_count(1);
  const auto market = style_market(870, 0.3);
  auto question = style_question(market);
  question.draws = 2000;
  for (auto _ : state) benchmark::DoNotOptimize(style_curve(question).correlations.data());
  set_thread_count(0);
}

BENCHMARK(style_curve_model)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace rerate

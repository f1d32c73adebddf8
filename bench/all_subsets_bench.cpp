// Every subset of `drivers` drivers over 600 rows, with BIC, adjusted R2 and, with `folds`, out-of-sample R2, on one thread or all
// (0). bench/peers/all_subsets.R gives leaps, which finds only the best of each size.

#include <benchmark/benchmark.h>

#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/regression/all_subsets.h"

namespace rerate {
namespace {

// The sum of three uniform numbers, less its mean.
double centred(const RandomStream& random, std::uint64_t& number) {
  double sum = -1.5;
  for (int i = 0; i < 3; ++i) sum += random.uniform(number++);
  return 2 * sum;
}

void subsets(benchmark::State& state) {
  const Index rows = 600, drivers = state.range(0);
  const RandomStream random(5, 0);
  std::uint64_t number = 0;
  SubsetQuestion question;
  question.y.resize(rows);
  question.drivers.resize(rows, drivers);
  for (Index i = 0; i < rows; ++i) {
    question.y[i] = centred(random, number);
    for (Index j = 0; j < drivers; ++j) question.drivers(i, j) = centred(random, number);
  }
  question.folds = static_cast<int>(state.range(1));
  set_thread_count(static_cast<int>(state.range(2)));
  for (auto _ : state) benchmark::DoNotOptimize(all_subsets(question).bic.data());
  set_thread_count(0);
}
BENCHMARK(subsets)
    ->Args({20, 0, 1})
    ->Args({20, 5, 1})
    ->Args({20, 5, 0})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace rerate

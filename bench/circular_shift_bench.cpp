// Event-study kernels: one definition with 12 events over 557 months (ISM lows since 1979), as a multiverse
// of definitions would run it thousands of times.

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/statistics/block_bootstrap.h"
#include "rerate/statistics/circular_shift.h"
#include "rerate/statistics/outcome_shifts.h"

namespace rerate {
namespace {

// Twelve-month sums of independent months: overlapping like forward returns.
std::vector<double> overlapping_returns(std::size_t dates) {
  const RandomStream random(7, 0);
  std::vector<double> outcome(dates);
  for (std::size_t t = 0; t < dates; ++t)
    for (std::size_t month = 0; month < 12; ++month) outcome[t] += 6 * (random.uniform(t + month) - 0.5);
  return outcome;
}

std::vector<std::int32_t> spread_events(std::size_t dates, std::size_t count) {
  std::vector<std::int32_t> events;
  for (std::size_t j = 0; j < count; ++j)
    events.push_back(static_cast<std::int32_t>((j * dates + dates / 2) / count));
  return events;
}

void shift_test(benchmark::State& state, ShiftParts parts) {
  const auto outcome = overlapping_returns(static_cast<std::size_t>(state.range(0)));
  const auto events = spread_events(outcome.size(), static_cast<std::size_t>(state.range(1)));
  for (auto _ : state) benchmark::DoNotOptimize(circular_shift_test(outcome, events, parts));
}

void shift_mean_and_led(benchmark::State& state) { shift_test(state, ShiftParts::mean_and_led); }
void shift_with_median(benchmark::State& state) { shift_test(state, ShiftParts::all); }

// Many definitions on one outcome, on as many threads as given (0: all): each has about `events` events at random distances.
void many_definitions(benchmark::State& state) {
  const auto dates = static_cast<std::size_t>(state.range(0));
  const auto gap = static_cast<double>(dates) / static_cast<double>(state.range(1));
  const RandomStream random(9, 0);
  std::vector<std::vector<std::int32_t>> definitions(100'000);
  std::uint64_t number = 0;
  for (auto& events : definitions)
    for (double at = gap * random.uniform(number++); at < static_cast<double>(dates);
         at += 1 + 2 * (gap - 1) * random.uniform(number++))
      if (const auto date = static_cast<std::int32_t>(at); events.empty() || date > events.back())
        events.push_back(date);
  const auto outcome = overlapping_returns(dates);
  set_thread_count(static_cast<int>(state.range(2)));
  std::vector<OutcomeShifts::Test> tests(definitions.size());
  constexpr std::size_t kChunk = 1'000;
  for (auto _ : state) {
    const OutcomeShifts shifts(outcome);
    parallel_for(definitions.size() / kChunk, [&](std::size_t chunk) {
      for (auto i = chunk * kChunk; i < (chunk + 1) * kChunk; ++i) tests[i] = shifts.test(definitions[i]);
    });
    benchmark::DoNotOptimize(tests.data());
  }
  set_thread_count(0);
  state.counters["definitions_per_second"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * static_cast<double>(definitions.size()),
                         benchmark::Counter::kIsRate);
}

void block_length(benchmark::State& state) {
  const auto outcome = overlapping_returns(static_cast<std::size_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(politis_white_block_length(outcome));
}

void bootstrap_interval(benchmark::State& state) {
  set_thread_count(1);
  const auto outcome = overlapping_returns(static_cast<std::size_t>(state.range(0)));
  const auto events = spread_events(outcome.size(), static_cast<std::size_t>(state.range(1)));
  const EventBootstrap settings{politis_white_block_length(outcome), 2000, 0.95};
  for (auto _ : state)
    benchmark::DoNotOptimize(event_mean_interval(outcome, events, settings, RandomStream(1, 2)));
  set_thread_count(0);
}

BENCHMARK(shift_mean_and_led)
    ->Args({557, 12})
    ->Args({850, 13})
    ->Args({7600, 20})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(shift_with_median)
    ->Args({557, 12})
    ->Args({850, 13})
    ->Args({850, 60})
    ->Args({850, 100})
    ->Args({7600, 20})
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(many_definitions)
    ->Args({557, 14, 1})
    ->Args({557, 14, 0})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(block_length)->Arg(557)->Arg(850)->Arg(7600)->Unit(benchmark::kMicrosecond);
BENCHMARK(bootstrap_interval)
    ->Args({557, 12})
    ->Args({850, 13})
    ->Args({7600, 20})
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace rerate

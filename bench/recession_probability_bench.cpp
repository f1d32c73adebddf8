// The recession section's model as a study runs it: three probits and logits with errors for spells, the probability of every month with
// its band, walk-forward probabilities refitted every year, scores and reliability; with a second regressor all of it
// again. Monthly figures; 870 months are the open curve's history. And the walk-forward probabilities by themselves.

#include <benchmark/benchmark.h>

#include "rerate/base/parallel.h"
#include "rerate/base/random_stream.h"
#include "rerate/models/recession_probability.h"

namespace rerate {
namespace {

// Slow figures; recessions follow the first of a year before in spells, each month settled a year after.
struct Economy {
  Series curve, premium, recession;
  RecessionQuestion question;

  explicit Economy(int months);
  Economy(const Economy&) = delete;
};

Series series_of(const std::string& name, Kind kind) {
  return {{Frequency::monthly, kind, "pp"}, name, {}, {}, {}};
}

Economy::Economy(int months)
    : curve(series_of("curve", Kind::spread)),
      premium(series_of("premium", Kind::spread)),
      recession(series_of("recession", Kind::indicator)) {
  const RandomStream random(1, 0);
  std::uint64_t at = 0;
  std::vector<double> slope;
  double x = 1, z = 0, pressure = 0;
  for (int t = 0; t < months; ++t) {
    const std::int32_t ordinal = t - 180;
    const Date known = last_day({Frequency::monthly, ordinal}) + 1;
    x = 1 + 0.97 * (x - 1) + 0.9 * (random.uniform(at++) - 0.5);
    z = 0.9 * z + 0.6 * (random.uniform(at++) - 0.5);
    slope.push_back(x);
    pressure = 0.85 * pressure + (t >= 12 ? 0.3 * (0.4 - slope[static_cast<std::size_t>(t) - 12]) : 0) +
               0.8 * (random.uniform(at++) - 0.5);
    curve.append(ordinal, x, known);
    premium.append(ordinal, z, known);
    recession.append(ordinal, pressure > 0.5, add_months(known, 12));
  }
  question.curve = &curve;
  question.recession = &recession;
  question.preset = *find_recession_preset("ny_fed");
}

// Months.
void section(benchmark::State& state) {
  set_thread_count(1);
  const Economy economy(static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(recession_probability(economy.question));
  set_thread_count(0);
}

void section_with_premium(benchmark::State& state) {
  set_thread_count(1);
  Economy economy(static_cast<int>(state.range(0)));
  economy.question.second = &economy.premium;
  for (auto _ : state) benchmark::DoNotOptimize(recession_probability(economy.question));
  set_thread_count(0);
}

// Months, months between fits.
void walk_forward(benchmark::State& state) {
  set_thread_count(1);
  const Economy economy(static_cast<int>(state.range(0)));
  const auto sample = recession_sample({&economy.curve, &economy.recession});
  const WalkForwardSettings settings{Link::probit, 120, static_cast<int>(state.range(1))};
  for (auto _ : state) benchmark::DoNotOptimize(walk_forward_probabilities(sample.rows, settings));
  set_thread_count(0);
}

BENCHMARK(section)->Arg(600)->Arg(870)->Unit(benchmark::kMillisecond);
BENCHMARK(section_with_premium)->Arg(870)->Unit(benchmark::kMillisecond);
BENCHMARK(walk_forward)->Args({700, 12})->Args({870, 12})->Args({870, 1})->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace rerate

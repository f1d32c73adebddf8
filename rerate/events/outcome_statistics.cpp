#include "rerate/events/outcome_statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "rerate/statistics/circular_shift.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

constexpr const char* kFewerEvents = "Take a rule that fires less often, or figures of a lower frequency.";

// The exact shift test looks at every event on every date.
void check_shifts(std::size_t dates, std::size_t events, const OutcomeSettings& settings) {
  constexpr std::size_t kMostPairs = 60'000'000;
  if (dates * events > kMostPairs)
    refuse(ErrorCode::event_too_many,
           fmt::format("{} events on {} dates are too much work for the exact shift test", events, dates),
           kFewerEvents, settings.place);
}

void check_draws(std::size_t dates, double block_length, std::size_t events,
                 const OutcomeSettings& settings) {
  constexpr double kMostSteps = 60e6;
  constexpr double kStepsPerEvent = 8;  // the path draws each event once an offset
  constexpr int kFewestDraws = 100;
  const double steps_a_draw =
      static_cast<double>(dates) / block_length + kStepsPerEvent * static_cast<double>(events);
  if (settings.draws * steps_a_draw <= kMostSteps) return;
  const int most = static_cast<int>(kMostSteps / steps_a_draw) / kFewestDraws * kFewestDraws;
  refuse(ErrorCode::event_too_many,
         fmt::format("{} draws of {} events on {} dates are too much work for the bootstrap", settings.draws,
                     events, dates),
         most >= kFewestDraws
             ? fmt::format("Write draws = {} or fewer, or take a rule that fires less often.", most)
             : kFewerEvents,
         settings.place);
}

Interval leave_one_out(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const auto others = static_cast<double>(values.size() - 1);
  return {(sum - *most) / others, (sum - *least) / others};
}

}  // namespace

OutcomeStudy study_outcome(std::span<const double> outcome, std::span<const std::int32_t> events,
                           const OutcomeSettings& settings) {
  std::vector<double> values;
  for (const auto event : events) values.push_back(outcome[static_cast<std::size_t>(event)]);
  check_shifts(outcome.size(), events.size(), settings);
  const auto test = circular_shift_test(outcome, events);
  OutcomeStatistics result;
  result.mean = test.mean;
  result.median = test.median;
  result.led = test.led;
  result.hit_rate = 100.0 * test.led / static_cast<double>(events.size());
  result.base_rate = 100 * test.base_rate;
  result.base_mean = test.base_mean;
  result.base_median = test.base_median;
  result.p_mean = test.p_mean;
  result.p_median = test.p_median;
  result.p_led = test.p_led;
  const bool drawn = settings.draws > 0;
  result.block_length = drawn ? politis_white_block_length(outcome) : kMissing;

  if (drawn) check_draws(outcome.size(), result.block_length, events.size(), settings);
  EventDraws draws(outcome.size(), events, {drawn ? result.block_length : 1, settings.draws, settings.level},
                   RandomStream(settings.seed, settings.stream));
  Interval interval{kMissing, kMissing}, others{kMissing, kMissing};
  if (events.size() > 1) {
    if (drawn) interval = mean_interval(draws, values, settings.level);
    others = leave_one_out(values);
  }
  result.ci_low = interval.low;
  result.ci_high = interval.high;
  result.leave_one_out_low = others.low;
  result.leave_one_out_high = others.high;
  return {result, std::move(draws)};
}

}  // namespace rerate

#include "rerate/events/outcome_statistics.h"

#include <algorithm>
#include <limits>
#include <vector>

#include "rerate/statistics/circular_shift.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

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
  result.block_length = politis_white_block_length(outcome);

  EventDraws draws(outcome.size(), events, {result.block_length, settings.draws, settings.level},
                   RandomStream(settings.seed, settings.stream));
  Interval interval{kMissing, kMissing}, others{kMissing, kMissing};
  if (events.size() > 1) {
    interval = mean_interval(draws, values, settings.level);
    others = leave_one_out(values);
  }
  result.ci_low = interval.low;
  result.ci_high = interval.high;
  result.leave_one_out_low = others.low;
  result.leave_one_out_high = others.high;
  return {result, std::move(draws)};
}

}  // namespace rerate

#include "rerate/multiverse/outcome_tests.h"

#include <algorithm>
#include <limits>

#include "rerate/multiverse/middle_value.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// Percent, rounded as outcome_statistics.cpp does.
double share_above_zero(const std::vector<double>& outcome) {
  const auto above = std::count_if(outcome.begin(), outcome.end(), [](double one) { return one > 0; });
  return 100 * (static_cast<double>(above) / static_cast<double>(outcome.size()));
}

// Range of the mean with one event left out.
void leave_one_out(std::span<const double> values, OutcomeStatistics& found) {
  found.leave_one_out_low = found.leave_one_out_high = kMissing;
  if (values.size() < 2) return;
  double sum = 0;
  for (const double value : values) sum += value;
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const auto others = static_cast<double>(values.size() - 1);
  found.leave_one_out_low = (sum - *most) / others;
  found.leave_one_out_high = (sum - *least) / others;
}

}  // namespace

OutcomeTests::OutcomeTests(const std::vector<double>& outcome, bool fixed_day)
    : outcome_(outcome),
      fixed_day_(fixed_day),
      shifts_(outcome),
      medians_(outcome),
      base_rate_(share_above_zero(outcome)) {}

OutcomeStatistics OutcomeTests::of(std::span<const std::int32_t> events, Room& room) const {
  auto& values = room.values;
  values.clear();
  // No negative zero, as in circular_shift_test.
  for (const auto event : events) values.push_back(outcome_[static_cast<std::size_t>(event)] + 0.0);
  OutcomeStatistics found;
  leave_one_out(values, found);
  const auto test = shifts_.test(events);
  const auto dates = static_cast<double>(outcome_.size());
  found.mean = test.mean;
  found.median = middle_value(values);
  found.led = test.led;
  found.hit_rate = 100.0 * test.led / static_cast<double>(events.size());
  found.ci_low = found.ci_high = found.block_length = kMissing;
  if (fixed_day_) {
    found.base_rate = found.base_mean = found.base_median = kMissing;
    found.p_mean = found.p_median = found.p_led = kMissing;
    return found;
  }
  found.base_rate = base_rate_;
  found.base_mean = shifts_.base_mean();
  found.base_median = medians_.base_median();
  found.p_mean = test.extreme_means / dates;
  found.p_median = medians_.extreme(events, found.median, room.medians) / dates;
  found.p_led = test.extreme_leds / dates;
  return found;
}

}  // namespace rerate

#include "rerate/statistics/circular_shift.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/statistics/median_network.h"
#include "rerate/statistics/order_statistics.h"

namespace rerate {
namespace {

// Shifts worked on side by side. Eight doubles fill whole vector registers of any width up to AVX-512; each
// lane is a sum of its own in a fixed order, so the width of the machine cannot show in the result.
constexpr std::size_t kLanes = 8;
using Lanes = std::array<double, kLanes>;
using Counts = std::array<std::int32_t, kLanes>;

// Everything that all shifts share. `doubled` is outcome twice over, plus one block of lanes, so that no
// index wraps; `positive` marks outcomes above zero, likewise.
struct Setting {
  std::span<const std::int32_t> events;
  std::vector<double> doubled;
  std::vector<std::int32_t> positive;
  std::int64_t dates = 0;
  std::int64_t positive_dates = 0;
  double centre_mean = 0, centre_median = 0;
  double slack = 0;
  ShiftTest observed;
};

// How many shifts are at least as extreme as the observed pattern.
struct Extremes {
  std::int64_t mean = 0, median = 0, led = 0;
};

void lay_out(std::span<const double> outcome, Setting& setting) {
  const auto dates = outcome.size();
  setting.dates = static_cast<std::int64_t>(dates);
  setting.doubled.resize(2 * dates + kLanes);
  setting.positive.resize(2 * dates + kLanes);
  double sum = 0, largest = 0;
  for (std::size_t i = 0; i < dates; ++i) {
    RERATE_ASSERT(std::isfinite(outcome[i]), "outcomes must be finite");
    const double value = outcome[i] + 0.0;  // no negative zero: its order against zero is not defined
    setting.doubled[i] = setting.doubled[i + dates] = value;
    setting.positive[i] = setting.positive[i + dates] = value > 0;
    setting.positive_dates += value > 0;
    sum += value;
    largest = std::max(largest, std::abs(value));
  }
  for (std::size_t i = 2 * dates; i < setting.doubled.size(); ++i) {
    setting.doubled[i] = setting.doubled[i - dates];
    setting.positive[i] = setting.positive[i - dates];
  }
  setting.centre_mean = sum / static_cast<double>(dates);
  setting.slack = 1e-12 * largest;
}

void sum_lanes(const Setting& setting, std::size_t shift, Lanes& sums, Counts& led) {
  sums.fill(0);
  led.fill(0);
  for (const auto event : setting.events) {
    const double* value = setting.doubled.data() + static_cast<std::size_t>(event) + shift;
    const std::int32_t* positive = setting.positive.data() + static_cast<std::size_t>(event) + shift;
    for (std::size_t lane = 0; lane < kLanes; ++lane) sums[lane] += value[lane];
    for (std::size_t lane = 0; lane < kLanes; ++lane) led[lane] += positive[lane];
  }
}

void network_medians(const Setting& setting, std::span<const Comparator> network, std::size_t shift,
                     Lanes& medians) {
  std::array<Lanes, kLongestNetwork> sorted;
  const auto count = setting.events.size();
  for (std::size_t j = 0; j < count; ++j) {
    const double* value = setting.doubled.data() + static_cast<std::size_t>(setting.events[j]) + shift;
    for (std::size_t lane = 0; lane < kLanes; ++lane) sorted[j][lane] = value[lane];
  }
  for (const auto step : network) {
    Lanes& low = sorted[step.low];
    Lanes& high = sorted[step.high];
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const double a = low[lane], b = high[lane];
      low[lane] = a < b ? a : b;
      high[lane] = a < b ? b : a;
    }
  }
  const Lanes& below = sorted[(count - 1) / 2];
  const Lanes& above = sorted[count / 2];
  for (std::size_t lane = 0; lane < kLanes; ++lane) medians[lane] = 0.5 * (below[lane] + above[lane]);
}

void selected_medians(const Setting& setting, std::size_t shift, std::size_t lanes, Lanes& medians) {
  std::vector<double> values(setting.events.size());
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    for (std::size_t j = 0; j < values.size(); ++j)
      values[j] = setting.doubled[static_cast<std::size_t>(setting.events[j]) + shift + lane];
    medians[lane] = median(values);
  }
}

void count_means(const Setting& setting, const Lanes& sums, const Counts& led, std::size_t lanes,
                 Extremes& extremes) {
  const auto count = static_cast<double>(setting.events.size());
  const double far = std::abs(setting.observed.mean - setting.centre_mean) - setting.slack;
  // |led_k - n P/T| compared without rounding, as |T led_k - n P|.
  const auto expected = static_cast<std::int64_t>(setting.events.size()) * setting.positive_dates;
  const auto led_far = std::abs(setting.dates * setting.observed.led - expected);
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    extremes.mean += std::abs(sums[lane] / count - setting.centre_mean) >= far;
    extremes.led += std::abs(setting.dates * led[lane] - expected) >= led_far;
  }
}

void count_medians(const Setting& setting, const Lanes& medians, std::size_t lanes, Extremes& extremes) {
  const double far = std::abs(setting.observed.median - setting.centre_median) - setting.slack;
  for (std::size_t lane = 0; lane < lanes; ++lane)
    extremes.median += std::abs(medians[lane] - setting.centre_median) >= far;
}

Extremes count_shifts(const Setting& setting, std::span<const Comparator> network, ShiftParts parts,
                      std::size_t first, std::size_t end) {
  Extremes extremes;
  Lanes values;
  Counts led;
  for (std::size_t shift = first; shift < end; shift += kLanes) {
    const auto lanes = std::min(kLanes, end - shift);
    sum_lanes(setting, shift, values, led);
    count_means(setting, values, led, lanes, extremes);
    if (parts == ShiftParts::mean_and_led) continue;
    if (network.empty() && setting.events.size() > 1)
      selected_medians(setting, shift, lanes, values);
    else
      network_medians(setting, network, shift, values);
    count_medians(setting, values, lanes, extremes);
  }
  return extremes;
}

// Long tests (a daily signal that fires every few days) are spread over the cores; counts are whole
// numbers, so their total does not depend on how.
Extremes count_all_shifts(const Setting& setting, std::span<const Comparator> network, ShiftParts parts) {
  constexpr std::size_t kSerialWork = 1'000'000, kChunk = 512;
  const auto dates = static_cast<std::size_t>(setting.dates);
  if (dates * setting.events.size() <= kSerialWork) return count_shifts(setting, network, parts, 0, dates);
  std::vector<Extremes> parts_of((dates + kChunk - 1) / kChunk);
  parallel_for(parts_of.size(), [&](std::size_t i) {
    parts_of[i] = count_shifts(setting, network, parts, i * kChunk, std::min(dates, (i + 1) * kChunk));
  });
  Extremes total;
  for (const auto& one : parts_of) {
    total.mean += one.mean;
    total.median += one.median;
    total.led += one.led;
  }
  return total;
}

void observe(std::span<const double> outcome, ShiftParts parts, Setting& setting) {
  Lanes sums;
  Counts led;
  sum_lanes(setting, 0, sums, led);
  auto& observed = setting.observed;
  observed.mean = sums[0] / static_cast<double>(setting.events.size());
  observed.led = led[0];
  observed.base_mean = setting.centre_mean;
  observed.base_rate = static_cast<double>(setting.positive_dates) / static_cast<double>(setting.dates);
  if (parts == ShiftParts::mean_and_led) return;
  std::vector<double> at_events;
  for (const auto event : setting.events)
    at_events.push_back(setting.doubled[static_cast<std::size_t>(event)]);
  observed.median = median(std::move(at_events));
  observed.base_median = setting.centre_median = median({outcome.begin(), outcome.end()});
}

void check_events(std::span<const double> outcome, std::span<const std::int32_t> events) {
  RERATE_ASSERT(!events.empty(), "a shift test needs an event");
  for (std::size_t i = 0; i < events.size(); ++i) {
    const auto event = events[i];
    RERATE_ASSERT(event >= 0 && static_cast<std::size_t>(event) < outcome.size(), "event outside the dates");
    RERATE_ASSERT(i == 0 || events[i - 1] < event, "events must increase");
  }
}

}  // namespace

ShiftTest circular_shift_test(std::span<const double> outcome, std::span<const std::int32_t> events,
                              ShiftParts parts) {
  check_events(outcome, events);
  Setting setting;
  setting.events = events;
  lay_out(outcome, setting);
  observe(outcome, parts, setting);
  std::vector<Comparator> network;
  if (parts == ShiftParts::all && events.size() <= kLongestNetwork)
    network = median_network(static_cast<int>(events.size()));
  const auto extremes = count_all_shifts(setting, network, parts);
  const auto dates = static_cast<double>(outcome.size());
  auto result = setting.observed;
  result.p_mean = static_cast<double>(extremes.mean) / dates;
  result.p_led = static_cast<double>(extremes.led) / dates;
  if (parts == ShiftParts::all) result.p_median = static_cast<double>(extremes.median) / dates;
  return result;
}

}  // namespace rerate

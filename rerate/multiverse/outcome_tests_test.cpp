// Behaviour -> test
//   the same bits as the study's own statistics of an outcome    OutcomeTests.EqualsTheStudy
//   windows to a fixed day: no base rate and no p-value          OutcomeTests.FixedDay
//   one event leaves nothing when it is left out                 OutcomeTests.OneEvent
//   medians in place are those of order_statistics.h             OutcomeTests.MiddleValue

#include "rerate/multiverse/outcome_tests.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "rerate/base/random_stream.h"
#include "rerate/events/outcome_statistics.h"
#include "rerate/multiverse/middle_value.h"
#include "rerate/statistics/order_statistics.h"

namespace rerate {
namespace {

using Events = std::vector<std::int32_t>;

std::vector<double> returns(std::size_t dates, std::uint64_t seed) {
  const RandomStream random(seed, 0);
  std::vector<double> outcome(dates);
  for (std::size_t t = 0; t < dates; ++t)
    for (std::size_t month = 0; month < 6; ++month) outcome[t] += 6 * (random.uniform(t + month) - 0.48);
  outcome[dates / 3] = -0.0;
  return outcome;
}

Events some_events(std::size_t dates, std::size_t step) {
  Events events;
  for (auto t = step / 2; t < dates; t += step + t % 3) events.push_back(static_cast<std::int32_t>(t));
  return events;
}

void expect_same(double found, double expected, const char* what) {
  const bool both_missing = std::isnan(found) && std::isnan(expected);
  EXPECT_TRUE(both_missing || std::bit_cast<std::uint64_t>(found) == std::bit_cast<std::uint64_t>(expected))
      << what << " " << found << " " << expected;
}

OutcomeStatistics alone(const std::vector<double>& outcome, const Events& events) {
  OutcomeSettings settings;
  settings.draws = 1;
  return study_outcome(outcome, events, settings).statistics;
}

TEST(OutcomeTests, EqualsTheStudy) {
  OutcomeTests::Room room;
  for (const std::size_t dates : {31, 200, 557}) {
    const auto outcome = returns(dates, dates);
    const OutcomeTests tests(outcome, false);
    for (std::size_t step = 1; step < 30; ++step) {
      const auto events = some_events(dates, step);
      const auto found = tests.of(events, room), expected = alone(outcome, events);
      expect_same(found.mean, expected.mean, "mean");
      expect_same(found.median, expected.median, "median");
      EXPECT_EQ(found.led, expected.led);
      expect_same(found.hit_rate, expected.hit_rate, "hit rate");
      expect_same(found.base_rate, expected.base_rate, "base rate");
      expect_same(found.base_mean, expected.base_mean, "base mean");
      expect_same(found.base_median, expected.base_median, "base median");
      expect_same(found.p_mean, expected.p_mean, "p of the mean");
      expect_same(found.p_median, expected.p_median, "p of the median");
      expect_same(found.p_led, expected.p_led, "p of the count");
      expect_same(found.leave_one_out_low, expected.leave_one_out_low, "one left out, low");
      expect_same(found.leave_one_out_high, expected.leave_one_out_high, "one left out, high");
      EXPECT_TRUE(std::isnan(found.ci_low) && std::isnan(found.ci_high) && std::isnan(found.block_length));
    }
  }
}

TEST(OutcomeTests, FixedDay) {
  OutcomeTests::Room room;
  const auto outcome = returns(100, 3);
  const auto found = OutcomeTests(outcome, true).of(some_events(100, 9), room);
  const auto expected = alone(outcome, some_events(100, 9));
  for (const double figure :
       {found.base_rate, found.base_mean, found.base_median, found.p_mean, found.p_median, found.p_led})
    EXPECT_TRUE(std::isnan(figure));
  EXPECT_EQ(found.mean, expected.mean);
  EXPECT_EQ(found.hit_rate, expected.hit_rate);
  EXPECT_EQ(found.leave_one_out_high, expected.leave_one_out_high);
}

TEST(OutcomeTests, OneEvent) {
  OutcomeTests::Room room;
  const auto outcome = returns(100, 4);
  const auto found = OutcomeTests(outcome, false).of(Events{40}, room);
  EXPECT_TRUE(std::isnan(found.leave_one_out_low) && std::isnan(found.leave_one_out_high));
  EXPECT_EQ(found.mean, outcome[40]);
  EXPECT_EQ(found.median, outcome[40]);
}

TEST(OutcomeTests, MiddleValue) {
  const RandomStream random(5, 0);
  for (std::size_t count = 1; count < 60; ++count) {
    std::vector<double> values;
    for (std::size_t i = 0; i < count; ++i)
      values.push_back(std::floor(20 * random.uniform(60 * count + i)) / 3);
    const double expected = median(values);
    EXPECT_EQ(middle_value(values), expected) << count;
  }
}

}  // namespace
}  // namespace rerate

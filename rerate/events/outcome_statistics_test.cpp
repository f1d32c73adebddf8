// Behaviour -> test
//   counts, rates, leave-one-out range by hand                      StudyOutcome.HandComputed
//   one event: p-values, but no interval and no range               StudyOutcome.OneEvent
//   draws and seed decide the interval, nothing else                StudyOutcome.SeedAndStream

#include "rerate/events/outcome_statistics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace rerate {
namespace {

using Events = std::vector<std::int32_t>;

// Events 6, -3, 9: mean 4, median 6; without one: (6 - 3)/2 = 1.5 to (6 + 9)/2 = 7.5.
TEST(StudyOutcome, HandComputed) {
  const std::vector<double> outcome{6, 1, -3, 2, 9, -1, -2, 4};
  const auto result = study_outcome(outcome, Events{0, 2, 4}, {}).statistics;
  EXPECT_DOUBLE_EQ(result.mean, 4);
  EXPECT_DOUBLE_EQ(result.median, 6);
  EXPECT_EQ(result.led, 2);
  EXPECT_DOUBLE_EQ(result.hit_rate, 200.0 / 3);
  EXPECT_DOUBLE_EQ(result.base_rate, 62.5);
  EXPECT_DOUBLE_EQ(result.base_mean, 2);
  EXPECT_DOUBLE_EQ(result.base_median, 1.5);
  EXPECT_DOUBLE_EQ(result.leave_one_out_low, 1.5);
  EXPECT_DOUBLE_EQ(result.leave_one_out_high, 7.5);
  EXPECT_GE(result.block_length, 1);
  EXPECT_GE(result.ci_low, -3);
  EXPECT_LE(result.ci_high, 9);
  EXPECT_LT(result.ci_low, result.mean);
  EXPECT_GT(result.ci_high, result.mean);
}

TEST(StudyOutcome, OneEvent) {
  const auto result = study_outcome(std::vector<double>{6, 1, -3, 2}, Events{0}, {}).statistics;
  EXPECT_DOUBLE_EQ(result.mean, 6);
  EXPECT_DOUBLE_EQ(result.p_mean, 0.5);  // centre 1.5: 6 and -3 are equally far
  EXPECT_TRUE(std::isnan(result.ci_low));
  EXPECT_TRUE(std::isnan(result.leave_one_out_high));
}

TEST(StudyOutcome, SeedAndStream) {
  std::vector<double> outcome;
  Events events;
  for (int t = 0; t < 200; ++t) {
    outcome.push_back(std::sin(t * t));
    if (t % 9 == 4) events.push_back(t);
  }
  const auto at = [&](std::uint64_t seed, std::uint64_t stream) {
    return study_outcome(outcome, events, {2000, 0.95, seed, stream}).statistics;
  };
  EXPECT_EQ(at(1, 2).ci_low, at(1, 2).ci_low);
  EXPECT_NE(at(1, 2).ci_low, at(1, 3).ci_low);
  EXPECT_NE(at(1, 2).ci_low, at(2, 2).ci_low);
  EXPECT_EQ(at(1, 2).p_mean, at(2, 3).p_mean);
}

}  // namespace
}  // namespace rerate

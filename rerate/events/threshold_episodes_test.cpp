// Behaviour -> test
//   the example of episodes.h                                        ThresholdEpisodes.HeaderExample
//   strict and inclusive levels                                      ThresholdEpisodes.StrictAndInclusive
//   ties to the first or the last                                    ThresholdEpisodes.Ties
//   several observations in a row to enter                           ThresholdEpisodes.EntersAfterARun
//   spells closer than the gap are one, and only then                ThresholdEpisodes.JoinsCloseSpells
//   with a gap, leaving is certain only when it has passed           ThresholdEpisodes.GapDelaysConfirmation
//   ... and a run that began within it has come to nothing ThresholdEpisodes.GapWaitsForARunInProgress
//   missing observations are passed over                             ThresholdEpisodes.PassesOverMissing
//   open at the end, under way at the beginning                      ThresholdEpisodes.OpenAndBegunBefore
//   nothing beyond, nothing at all                                   ThresholdEpisodes.FindsNothing
//   above is below upside down                                       ThresholdEpisodes.AboveIsBelowUpsideDown
//   starts beyond, ends past, extreme is extreme, order              ThresholdEpisodes.Invariants
//   confirm is the first observation from which the spell is final
//   ThresholdEpisodes.ConfirmIsFinalOnEveryPrefix

#include "rerate/events/threshold_episodes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

const double kNone = std::nan("");

ThresholdRule below(double enter, double leave) {
  ThresholdRule rule;
  rule.enter = {enter, false};
  rule.leave = {leave, true};
  return rule;
}

std::vector<double> random_walk(std::size_t count, std::uint64_t stream) {
  const RandomStream random(1, stream);
  std::vector<double> x;
  double level = 0;
  for (std::size_t t = 0; t < count; ++t) {
    level = 0.9 * level + std::round(10 * random.uniform(t) - 5);
    x.push_back(std::round(level));
  }
  return x;
}

ThresholdRule random_rule(std::uint64_t stream) {
  const RandomStream random(2, stream);
  auto rule = below(-4, static_cast<double>(random.below(0, 8)) - 3);
  rule.enter_periods = 1 + static_cast<int>(random.below(1, 3));
  rule.leave_periods = 1 + static_cast<int>(random.below(2, 3));
  rule.gap = static_cast<int>(random.below(3, 8));
  rule.tie = random.below(4, 2) == 0 ? Tie::first : Tie::last;
  return rule;
}

TEST(ThresholdEpisodes, HeaderExample) {
  auto rule = below(48, 51);
  rule.leave_periods = 2;
  const auto found = threshold_episodes(std::vector<double>{50, 47, 49, 46, 51, 50, 51, 52}, rule);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].start, 1U);
  EXPECT_EQ(found[0].extreme, 3U);
  EXPECT_EQ(found[0].extreme_value, 46);
  EXPECT_EQ(found[0].end, 6U);
  EXPECT_EQ(found[0].confirm, 7U);
  EXPECT_FALSE(found[0].open);
}

TEST(ThresholdEpisodes, StrictAndInclusive) {
  const std::vector<double> x{50, 48, 50, 51, 52};
  auto rule = below(48, 51);
  EXPECT_THAT(threshold_episodes(x, rule), IsEmpty());
  rule.enter.inclusive = true;
  EXPECT_EQ(threshold_episodes(x, rule).at(0).end, 3U);
  rule.leave.inclusive = false;
  EXPECT_EQ(threshold_episodes(x, rule).at(0).end, 4U);
}

TEST(ThresholdEpisodes, Ties) {
  const std::vector<double> x{50, 46, 47, 46, 47, 52};
  auto rule = below(48, 51);
  EXPECT_EQ(threshold_episodes(x, rule).at(0).extreme, 1U);
  rule.tie = Tie::last;
  EXPECT_EQ(threshold_episodes(x, rule).at(0).extreme, 3U);
}

TEST(ThresholdEpisodes, EntersAfterARun) {
  auto rule = below(48, 51);
  rule.enter_periods = 3;
  const auto found = threshold_episodes(std::vector<double>{47, 47, 49, 47, 46, 45, 52}, rule);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].start, 3U);
}

TEST(ThresholdEpisodes, JoinsCloseSpells) {
  //                            0  1   2  3  4  5   6
  const std::vector<double> x{-1, 2, 1, 1, -3, 2, 2};  // ends at 1, begins again at 4: three apart
  auto rule = below(0, 0);
  rule.gap = 3;
  EXPECT_THAT(threshold_episodes(x, rule), SizeIs(2));
  rule.gap = 4;
  const auto joined = threshold_episodes(x, rule);
  ASSERT_THAT(joined, SizeIs(1));
  EXPECT_EQ(joined[0].start, 0U);
  EXPECT_EQ(joined[0].extreme, 4U);
  EXPECT_EQ(joined[0].end, 5U);
}

TEST(ThresholdEpisodes, GapDelaysConfirmation) {
  auto rule = below(0, 0);
  rule.gap = 3;  // left at 1: a spell from 1..3 would be joined, so observation 3 settles it
  EXPECT_EQ(threshold_episodes(std::vector<double>{-1, 2, 2, 2, 2}, rule).at(0).confirm, 3U);
  const auto undecided = threshold_episodes(std::vector<double>{-1, 2, 2}, rule);
  EXPECT_EQ(undecided.at(0).end, 1U);
  EXPECT_EQ(undecided.at(0).confirm, std::nullopt);
  EXPECT_FALSE(undecided.at(0).open);
}

TEST(ThresholdEpisodes, GapWaitsForARunInProgress) {
  auto rule = below(0, 0);
  rule.gap = 3;
  rule.enter_periods = 3;
  // In at 0..2, left at 3. Observation 5 begins a run within the gap; it breaks at 7.
  const auto found = threshold_episodes(std::vector<double>{-1, -1, -1, 1, 1, -1, -1, 1, 1}, rule);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].end, 3U);
  EXPECT_EQ(found[0].confirm, 7U);
}

TEST(ThresholdEpisodes, PassesOverMissing) {
  auto rule = below(48, 51);
  rule.enter_periods = 2;
  rule.leave_periods = 2;
  const auto found =
      threshold_episodes(std::vector<double>{kNone, 47, kNone, 46, kNone, 52, kNone, 53}, rule);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].start, 1U);
  EXPECT_EQ(found[0].extreme, 3U);
  EXPECT_EQ(found[0].end, 5U);
  EXPECT_EQ(found[0].confirm, 7U);
  EXPECT_TRUE(found[0].began_before_data);
}

TEST(ThresholdEpisodes, OpenAndBegunBefore) {
  const auto found = threshold_episodes(std::vector<double>{47, 52, 47, 45, 46}, below(48, 51));
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_TRUE(found[0].began_before_data);
  EXPECT_FALSE(found[0].open);
  EXPECT_FALSE(found[1].began_before_data);
  EXPECT_TRUE(found[1].open);
  EXPECT_EQ(found[1].extreme, 3U);
  EXPECT_EQ(found[1].end, std::nullopt);
  EXPECT_EQ(found[1].confirm, std::nullopt);
}

TEST(ThresholdEpisodes, FindsNothing) {
  EXPECT_THAT(threshold_episodes(std::vector<double>{50, 49}, below(48, 51)), IsEmpty());
  EXPECT_THAT(threshold_episodes(std::vector<double>{}, below(48, 51)), IsEmpty());
  EXPECT_THAT(threshold_episodes(std::vector<double>{kNone, kNone}, below(48, 51)), IsEmpty());
}

TEST(ThresholdEpisodes, AboveIsBelowUpsideDown) {
  for (std::uint64_t stream = 0; stream < 50; ++stream) {
    auto x = random_walk(200, stream);
    auto rule = random_rule(stream);
    const auto low = threshold_episodes(x, rule);
    for (double& value : x) value = -value;
    rule.side = Side::above;
    rule.enter.level = -rule.enter.level;
    rule.leave.level = -rule.leave.level;
    const auto high = threshold_episodes(x, rule);
    ASSERT_EQ(low.size(), high.size());
    for (std::size_t i = 0; i < low.size(); ++i) {
      EXPECT_EQ(low[i].start, high[i].start);
      EXPECT_EQ(low[i].extreme, high[i].extreme);
      EXPECT_EQ(low[i].extreme_value, -high[i].extreme_value);
      EXPECT_EQ(low[i].end, high[i].end);
      EXPECT_EQ(low[i].confirm, high[i].confirm);
    }
  }
}

void expect_run(const std::vector<double>& x, std::size_t first, int length, const ThresholdRule& rule,
                bool (*holds)(const ThresholdRule&, double)) {
  for (auto t = first; t < first + static_cast<std::size_t>(length); ++t) ASSERT_TRUE(holds(rule, x[t])) << t;
}

TEST(ThresholdEpisodes, Invariants) {
  for (std::uint64_t stream = 0; stream < 200; ++stream) {
    const auto x = random_walk(150, stream);
    const auto rule = random_rule(stream);
    std::optional<std::size_t> last_end;
    for (const auto& one : threshold_episodes(x, rule)) {
      ASSERT_TRUE(!last_end || one.start >= *last_end + static_cast<std::size_t>(rule.gap));
      expect_run(x, one.start, rule.enter_periods, rule, is_beyond);
      const auto end = one.end.value_or(x.size());
      for (auto t = one.start; t < end; ++t) ASSERT_LE(one.extreme_value, x[t]);
      ASSERT_TRUE(one.extreme >= one.start && one.extreme < end && x[one.extreme] == one.extreme_value);
      ASSERT_EQ(one.open, !one.end);
      if (one.end) expect_run(x, *one.end, rule.leave_periods, rule, is_past);
      if (one.confirm) {
        ASSERT_GE(*one.confirm, *one.end);
      }
      last_end = one.end;
    }
  }
}

// On the data up to confirm the spell is there as in the end; on any shorter data it is not yet confirmed.
TEST(ThresholdEpisodes, ConfirmIsFinalOnEveryPrefix) {
  for (std::uint64_t stream = 0; stream < 60; ++stream) {
    const auto x = random_walk(120, stream + 1000);
    const auto rule = random_rule(stream + 1000);
    const auto whole = threshold_episodes(x, rule);
    for (std::size_t length = 1; length <= x.size(); ++length) {
      std::size_t confirmed = 0;
      for (const auto& one : threshold_episodes(std::span(x).first(length), rule)) {
        if (!one.confirm) continue;
        ASSERT_LT(confirmed, whole.size());
        const auto& final = whole[confirmed++];
        ASSERT_EQ(one.start, final.start);
        ASSERT_EQ(one.extreme, final.extreme);
        ASSERT_EQ(one.end, final.end);
        ASSERT_EQ(one.confirm, final.confirm);
      }
      for (std::size_t i = confirmed; i < whole.size(); ++i)
        ASSERT_TRUE(!whole[i].confirm || *whole[i].confirm >= length);
    }
  }
}

}  // namespace
}  // namespace rerate

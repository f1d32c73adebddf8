// Behaviour -> test
//   `until` on the wrong side, both sides                           CheckRule.UntilOnTheWrongSide
//   equal levels: fine unless both are inclusive                    CheckRule.EqualLevels
//   counts, numbers and dates out of range                          CheckRule.CountsAndNumbers
//   the place is passed on                                          CheckRule.NamesThePlace
//   find_episodes checks, too                                       FindEpisodes.ChecksTheRule
//   known is the day the confirming figures were all published      FindEpisodes.KnownIsThePublication
//   turning points pass over missing values                         FindEpisodes.TurningPointsPassOverMissing
//   dates by hand sit on the latest figure published by then        FindEpisodes.DatesByHand
//   ... not on one that is missing, nor on one still to come        FindEpisodes.DatesByHandReadNoFuture
//   a date before the signal                                        FindEpisodes.DateBeforeTheSignal
//   every rule in words                                             Describe.Words

#include "rerate/events/episodes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "rerate/events/series_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;

std::string complaint(const EpisodeRule& rule) {
  try {
    check_rule(rule, {"study.toml", 12, 9});
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::event_rule);
    EXPECT_EQ(error.failure().place.line, 12);
    return error.failure().what;
  }
  return "";
}

ThresholdRule threshold(Side side, Threshold enter, Threshold leave) {
  ThresholdRule rule;
  rule.side = side;
  rule.enter = enter;
  rule.leave = leave;
  return rule;
}

TEST(CheckRule, UntilOnTheWrongSide) {
  EXPECT_EQ(complaint(threshold(Side::below, {51, false}, {48, true})),
            "episode rule: `until` (48) must be above `below` (51)");
  EXPECT_EQ(complaint(threshold(Side::above, {5, false}, {6.5, true})),
            "episode rule: `until` (6.5) must be below `above` (5)");
}

TEST(CheckRule, EqualLevels) {
  EXPECT_EQ(complaint(threshold(Side::below, {0, false}, {0, true})), "");
  EXPECT_EQ(complaint(threshold(Side::above, {0, true}, {0, false})), "");
  EXPECT_NE(complaint(threshold(Side::below, {0, true}, {0, true})), "");
}

TEST(CheckRule, CountsAndNumbers) {
  auto rule = threshold(Side::below, {48, false}, {51, true});
  rule.enter_periods = 0;
  EXPECT_EQ(complaint(rule), "episode rule: `n_in` (0) must be at least 1");
  rule.enter_periods = 1;
  rule.leave_periods = -3;
  EXPECT_THAT(complaint(rule), HasSubstr("`n_out` (-3)"));
  rule.leave_periods = 1;
  rule.gap = -1;
  EXPECT_THAT(complaint(rule), HasSubstr("`gap` (-1)"));
  rule.gap = 0;
  rule.enter.level = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(complaint(rule), HasSubstr("`below` must be a finite number"));

  TurningPointRule crest;
  EXPECT_EQ(complaint(crest), "");
  crest.window = 0;
  EXPECT_THAT(complaint(crest), HasSubstr("`window` (0)"));
  crest.window = 6;
  crest.amplitude = -1;
  EXPECT_THAT(complaint(crest), HasSubstr("`amplitude` (-1) must not be negative"));
  crest.amplitude = 1;
  crest.level = std::numeric_limits<double>::infinity();
  EXPECT_THAT(complaint(crest), HasSubstr("`level` must be a finite number"));

  EXPECT_THAT(complaint(DatesByHand{}), HasSubstr("the list is empty"));
  EXPECT_THAT(complaint(DatesByHand{{day("2020-01-01"), day("2019-01-01"), day("2020-01-01")}}),
              HasSubstr("2020-01-01 is given twice"));
}

TEST(CheckRule, NamesThePlace) {
  try {
    check_rule(threshold(Side::below, {51, false}, {48, true}), {"study.toml", 12, 9});
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(to_string(error.failure().place), "study.toml:12:9");
  }
}

TEST(FindEpisodes, ChecksTheRule) {
  EXPECT_THROW(find_episodes(monthly("2000-01", {1, 2}), threshold(Side::below, {51, false}, {48, true})),
               UserError);
}

TEST(FindEpisodes, KnownIsThePublication) {
  auto signal = monthly("2000-01", {50, 47, 52, 53}, Kind::diffusion_index, 3);
  const auto rule = threshold(Side::below, {48, false}, {51, true});
  EXPECT_EQ(find_episodes(signal, rule).at(0).known, day("2000-04-03"));
  signal.known_at[1] = day("2000-06-15");  // February's figure came late
  EXPECT_EQ(find_episodes(signal, rule).at(0).known, day("2000-06-15"));
  const auto open = find_episodes(monthly("2000-01", {50, 47}), rule);
  EXPECT_EQ(open.at(0).known, std::nullopt);
}

TEST(FindEpisodes, TurningPointsPassOverMissing) {
  const double none = std::nan("");
  TurningPointRule rule;
  rule.window = 2;
  rule.phase = rule.cycle = 1;
  const auto found = find_episodes(monthly("2000-01", {1, none, 2, 5, none, none, 3, 1, 0}), rule);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].extreme, 3U);
  EXPECT_EQ(found[0].extreme_value, 5);
  EXPECT_EQ(found[0].confirm, 7U);
  EXPECT_EQ(found[0].known, day("2000-08-31"));
}

TEST(FindEpisodes, DatesByHand) {
  const auto signal = daily({{"2022-07-28", 5}, {"2022-07-29", 4}, {"2022-08-01", 3}});
  const auto found = find_episodes(signal, DatesByHand{{day("2022-08-01"), day("2022-07-31")}});
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].extreme, 1U);
  EXPECT_EQ(found[0].extreme_value, 4);
  EXPECT_EQ(found[0].known, day("2022-07-31"));
  EXPECT_EQ(found[1].extreme, 2U);
  EXPECT_EQ(found[0].by_hand, day("2022-07-31"));
}

TEST(FindEpisodes, DatesByHandReadNoFuture) {
  const auto shown = [](const Series& signal, const std::string& date) {
    return find_episodes(signal, DatesByHand{{day(date)}}).at(0).extreme_value;
  };
  auto signal = monthly("2022-04", {1, 2, 3, 4, 5}, Kind::level, 10);  // out on the 10th of the next month
  EXPECT_EQ(shown(signal, "2022-07-09"), 2);
  EXPECT_EQ(shown(signal, "2022-07-15"), 3);
  EXPECT_EQ(shown(signal, "2022-07-31"), 3);
  EXPECT_EQ(shown(signal, "2030-01-01"), 5);
  signal.value[2] = std::numeric_limits<double>::quiet_NaN();
  signal.known_at[2] = kAlwaysKnown;
  EXPECT_EQ(shown(signal, "2022-07-31"), 2);
  signal.known_at[1] = day("2022-12-24");  // came out after the months that follow it
  EXPECT_EQ(shown(signal, "2022-07-31"), 1);
  EXPECT_EQ(shown(signal, "2022-12-31"), 5);
  EXPECT_THROW(shown(signal, "2022-05-09"), UserError);
}

TEST(FindEpisodes, DateBeforeTheSignal) {
  try {
    find_episodes(monthly("2022-06", {1, 2}), DatesByHand{{day("1999-01-01")}});
    FAIL();
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::event_rule);
    EXPECT_EQ(error.failure().what, "dates by hand: 1999-01-01 is before the first published figure of `x`");
  }
}

TEST(Describe, Words) {
  auto rule = threshold(Side::below, {48, false}, {51, true});
  EXPECT_EQ(describe(rule), "below 48 until at or above 51, ties to the first");
  rule.enter_periods = 2;
  rule.leave_periods = 3;
  rule.gap = 12;
  rule.tie = Tie::last;
  EXPECT_EQ(
      describe(rule),
      "below 48 for 2 observations in a row until at or above 51 for 3 observations in a row, spells less "
      "than 12 observations apart are one, ties to the last");
  EXPECT_EQ(describe(threshold(Side::above, {5.5, true}, {4, false})),
            "at or above 5.5 until below 4, ties to the first");
  TurningPointRule crest;
  crest.level = 5;
  crest.amplitude = 1.5;
  EXPECT_EQ(
      describe(crest),
      "crests: highest within 6 observations on either side, phases of at least 6 and cycles of at least 15 "
      "observations, at or above 5, amplitude at least 1.5, ties to the first");
  EXPECT_EQ(describe(DatesByHand{{day("2022-07-29")}}), "1 date chosen by hand");
}

}  // namespace
}  // namespace rerate

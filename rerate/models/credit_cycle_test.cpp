// Behaviour -> test
//   crests with the lows around them, and how much of each climb was given back   -> CrestsAndLows
//   months since the last crest, the climb given back by now, the rise since      -> Position
//   above the last crest less than nothing is given back, below its start more than all  -> BeyondTheClimb
//   a spread without a crest has no position                                      -> NoCrest
//   missing figures do not move the crests                                        -> MissingFigures
//   whole months since a crest of a daily spread                                  -> WholeMonthsOfDays
//   the usual rule: half a year in the series' own steps, 1.4826 MAD              -> UsualRule
#include "rerate/models/credit_cycle.h"

#include <gtest/gtest.h>

#include "rerate/models/credit_for_test.h"

namespace rerate {
namespace {

TurningPointRule short_rule() {
  TurningPointRule rule;
  rule.window = rule.phase = 1;
  rule.cycle = 2;
  return rule;
}

CreditCycle cycle_of(const Series& series, const TurningPointRule& rule = short_rule()) {
  return credit_cycle(series, history_of(series), rule, {});
}

TEST(CreditCycle, CrestsAndLows) {
  const auto cycle = cycle_of(monthly_spread("s", {3, 2, 4, 6, 5, 3, 4, 9, 5}));
  ASSERT_EQ(cycle.crests.size(), 2u);
  EXPECT_EQ(cycle.crests[0].at, 3u);
  EXPECT_EQ(cycle.crests[0].value, 6);
  EXPECT_EQ(cycle.crests[0].low_before, 1u);
  EXPECT_EQ(cycle.crests[0].low_after, 5u);
  EXPECT_EQ(cycle.crests[0].given_back, 75);  // from 2 to 6 and back to 3
  EXPECT_EQ(cycle.crests[1].low_before, 5u);
}

TEST(CreditCycle, Position) {
  const auto cycle = cycle_of(monthly_spread("s", {3, 2, 4, 9, 5, 3.75, 4.5}));
  ASSERT_TRUE(cycle.now);
  EXPECT_EQ(cycle.now->months_since, 3);
  EXPECT_NEAR(cycle.now->retraced, 100 * 4.5 / 7, 1e-12);
  EXPECT_EQ(cycle.now->above_low, 0.75);
}

TEST(CreditCycle, BeyondTheClimb) {
  EXPECT_LT(cycle_of(monthly_spread("s", {2, 5, 4, 4.5, 6})).now->retraced, 0);
  EXPECT_GT(cycle_of(monthly_spread("s", {2, 5, 4, 3, 1})).now->retraced, 100);
}

TEST(CreditCycle, NoCrest) {
  const auto cycle = cycle_of(monthly_spread("s", rising_spread(30)));
  EXPECT_TRUE(cycle.crests.empty());
  EXPECT_FALSE(cycle.now);
}

TEST(CreditCycle, MissingFigures) {
  const auto cycle = cycle_of(monthly_spread("s", {3, 2, std::nan(""), 9, std::nan(""), 5}));
  ASSERT_EQ(cycle.crests.size(), 1u);
  EXPECT_EQ(cycle.crests[0].at, 2u);  // among the figures that are there
  EXPECT_EQ(cycle.crests[0].value, 9);
  EXPECT_EQ(cycle.now->months_since, 2);
}

TEST(CreditCycle, WholeMonthsOfDays) {
  const auto months = [](const std::string& newest) {
    return cycle_of(daily_spread("s", {"2024-01-29", "2024-01-31", "2024-02-01", newest}, {1, 5, 4, 3}))
        .now->months_since;
  };
  EXPECT_EQ(months("2024-02-28"), 0);
  EXPECT_EQ(months("2024-02-29"), 1);  // a month after 31 January
  EXPECT_EQ(months("2025-01-30"), 11);
}

TEST(CreditCycle, UsualRule) {
  auto values = rising_spread(30);
  values.back() = 500;  // one outlier does not move the amplitude
  const auto monthly = usual_crest_rule(history_of(monthly_spread("s", values)));
  EXPECT_EQ(monthly.window, 6);
  EXPECT_EQ(monthly.cycle, 15);
  EXPECT_EQ(monthly.side, Side::above);
  EXPECT_EQ(monthly.amplitude, 0.11);  // the MAD is 0.075
  const auto daily = usual_crest_rule(history_of(daily_spread("s", {"2024-01-30", "2024-01-31"}, {1, 3})));
  EXPECT_EQ(daily.window, 126);
  EXPECT_EQ(daily.phase, 126);
  EXPECT_EQ(daily.cycle, 315);
  EXPECT_FALSE(usual_crest_rule(history_of(monthly_spread("s", {1, 1, 1, 2}))).amplitude);
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   warnings only where there is reason ................................................... OnlyWithReason
//   a signal whose figures are alike, and one of no weight ................................. SilentSignals
//   signals that begin when the portfolio is already held ................................... LateSignals
//   sectors that ended ....................................................................... EndedSectors
//   months with fewer sectors than wanted, and with none ...................................... IdleMonths
//   a turnover limit that was exceeded, the first purchase aside ............................... ExceededTurnover
//   limits that the rule does not read ......................................................... UnreadLimits
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/study/rotation_findings_for_test.h"
#include "rerate/study/rotation_words.h"

namespace rerate {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(RotationWarnings, OnlyWithReason) {
  SyntheticRotation synthetic;
  auto& found = synthetic.found;
  const auto usual = rotation_warnings(found);
  ASSERT_EQ(usual.size(), 3u);  // what is always so here
  EXPECT_THAT(usual,
              Contains("Some sectors joined later: energy in Jan 2002. Before, the best were chosen among "
                       "fewer."));
  EXPECT_THAT(usual, Contains(HasSubstr("Prices are monthly")));
  found.warnings = {"first"};
  found.compared = 80;
  found.definition.trading.trade_lag = 0;
  found.definition.trading.cost_rate = 0;
  found.definition.score.horizon = 3;
  found.may_show_all = false;
  synthetic.request.cash.reset();
  const auto all = rotation_warnings(found);
  EXPECT_EQ(all.front(), "first");
  for (const char* words : {"80 of the 131 months", "80 months are few", "which nobody who reads them can do",
                            "taken to cost nothing", "No cash rate is given", "Returns over 3 months overlap",
                            "may not be republished"})
    EXPECT_THAT(all, Contains(HasSubstr(words)));

  SyntheticRotation daily;
  daily.found.panel.grid = Frequency::daily;
  daily.found.panel.month_price.col(4).setConstant(100);
  daily.found.variant_runs = {};
  EXPECT_THAT(rotation_warnings(daily.found), IsEmpty());
}

TEST(RotationWarnings, SilentSignals) {
  SyntheticRotation silent;
  for (auto& one : silent.found.standings) one.contribution[1] = 0;
  const auto alike =
      "Valuation tells no sector from another at the end of Dec 2011: its figures are all alike.";
  EXPECT_THAT(rotation_warnings(silent.found), Contains(alike));
  silent.found.run.scores.weight(silent.found.now, 1) = 0;
  EXPECT_THAT(rotation_warnings(silent.found), Not(Contains(alike)));
  EXPECT_THAT(rotation_warnings(silent.found),
              Contains("Valuation adds to no score at the end of Dec 2011: the weight learned for it is 0."));
  for (auto& one : silent.found.standings) one.figure[1] = kNone;  // of what has none the findings tell
  EXPECT_THAT(rotation_warnings(silent.found), Not(Contains(HasSubstr("Valuation"))));
}

TEST(RotationWarnings, LateSignals) {
  SyntheticRotation synthetic;
  synthetic.begin_signals({12, 12});
  EXPECT_THAT(rotation_warnings(synthetic.found), Not(Contains(HasSubstr("begin later"))));
  synthetic.begin_signals({12, 36});
  EXPECT_THAT(rotation_warnings(synthetic.found),
              Contains("The portfolio is held from Feb 2001 on, but some signals begin later: valuation in "
                       "Jan 2003. What it "
                       "earned before is not what the whole model would have earned."));
}

TEST(RotationWarnings, EndedSectors) {
  SyntheticRotation synthetic;
  EXPECT_THAT(rotation_warnings(synthetic.found), Not(Contains(HasSubstr("ended"))));
  synthetic.found.panel.month_price.col(3).tail(12).setConstant(kNone);
  EXPECT_THAT(rotation_warnings(synthetic.found),
              Contains(HasSubstr("Some sectors ended: industrials in Dec 2010.")));
}

TEST(RotationWarnings, IdleMonths) {
  SyntheticRotation synthetic;
  auto& weights = synthetic.found.run.backtest.weights;
  weights.topRows(4).setZero();
  EXPECT_THAT(rotation_warnings(synthetic.found),
              Contains("In 4 of 131 months nothing was held: everything was in cash."));
  weights(1, 0) = 0.5;
  EXPECT_THAT(rotation_warnings(synthetic.found),
              Contains("In 4 of 131 months fewer than 2 sectors were held, in 3 of them nothing but cash."));
  synthetic.found.definition.portfolio.rule = PortfolioRule::signal_proportional;  // wants no number
  EXPECT_THAT(rotation_warnings(synthetic.found),
              Contains("In 3 of 131 months nothing was held: everything was in cash."));
}

TEST(RotationWarnings, ExceededTurnover) {
  SyntheticRotation synthetic;
  auto& found = synthetic.found;
  found.definition.portfolio.rule = PortfolioRule::minimum_variance;
  found.definition.portfolio.most_turnover = 0.1;
  found.run.backtest.turnover[0] = 1;  // the first purchase
  EXPECT_THAT(rotation_warnings(found), Not(Contains(HasSubstr("Turnover was above"))));
  found.run.backtest.turnover[5] = 0.25;
  found.run.backtest.turnover[9] = 0.12;
  EXPECT_THAT(rotation_warnings(found),
              Contains(HasSubstr("Turnover was above its limit of 10% in 2 of 130 months, 25.0% at most")));
}

TEST(RotationWarnings, UnreadLimits) {
  SyntheticRotation synthetic;
  auto& portfolio = synthetic.found.definition.portfolio;
  portfolio.tracking_error = 0.04;
  portfolio.least = 0.01;
  EXPECT_THAT(rotation_warnings(synthetic.found),
              Contains("The rule top_k does not read least and tracking_error: no such limit was kept."));
  portfolio.most_turnover = 0.2;
  portfolio.most = 0.4;
  portfolio.sector_most = {1, 1, 1, 1, 1};
  EXPECT_THAT(rotation_warnings(synthetic.found),
              Contains(HasSubstr("least, most, limits, tracking_error and turnover")));
  portfolio.rule = PortfolioRule::minimum_variance;
  EXPECT_THAT(rotation_warnings(synthetic.found), Not(Contains(HasSubstr("does not read"))));
}

}  // namespace
}  // namespace rerate

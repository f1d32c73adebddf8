// Behaviour -> test
//   a lead ends a spell; false positives and pending ones are censored (worked by hand) -> WorkedByHand
//   a pending inversion counts up to the last day that could be judged          -> PendingCountsToTheJudgedDay
//   ... and for nothing when it began since                                     -> PendingSinceTheJudgedDay
//   fewer than five leads are refused with the count                            -> FewLeads
#include "rerate/models/lead_survival.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace rerate {
namespace {

constexpr int kMonths = 300;

Series monthly(Kind kind, const std::set<int>& marked, double on, double off, int months = kMonths) {
  Series series;
  series.type = {Frequency::monthly, kind, kind == Kind::spread ? "pp" : ""};
  for (int i = 0; i < months; ++i) series.append(360 + i, marked.contains(i) ? on : off, Date{i});
  return series;
}

int days(int from, int to) {  // between first days of months, counted from 2000-01
  return first_day({Frequency::monthly, 360 + to}) - first_day({Frequency::monthly, 360 + from});
}

CurveRecessionQuestion question() {
  CurveRecessionQuestion asked;
  asked.inversion.gap = 1;
  return asked;
}

// Inversions of one month, with leads of 3, 6, 9, 12 and 15 months, one without a peak, and one at the end.
struct Told {
  Series curve = monthly(Kind::spread, {10, 50, 90, 130, 170, 210, 280}, -1, 1);
  CurveRecessions found =
      lead_recessions(curve, monthly(Kind::indicator, {13, 56, 99, 142, 185}, 1, 0), question());
};

// The false positive's stretch takes one month and 24 more: beyond every lead. The pending one began in month 280; months
// up to 287 can be judged (the curve ends in 299): it is censored after 8 months, between the leads of 6 and 9 months.
//   S: 6/7, 5/7, then with four left at risk 3/4 of that, 2/3, 1/2
TEST(LeadSurvival, WorkedByHand) {
  const Told told;
  const auto survival = lead_survival(told.found, told.curve);
  ASSERT_EQ(survival.steps.size(), 5u);
  EXPECT_EQ(survival.n, 7);
  EXPECT_EQ(survival.events, 5);
  EXPECT_EQ(survival.censored, 2);
  EXPECT_EQ(survival.steps[0].time, days(10, 13));
  EXPECT_EQ(survival.steps[4].time, days(170, 185));
  EXPECT_EQ(survival.steps[2].censored, 1);
  EXPECT_NEAR(survival.steps[1].survival, 5.0 / 7, 1e-12);
  EXPECT_NEAR(survival.steps[2].survival, 5.0 / 7 * 3 / 4, 1e-12);
  EXPECT_NEAR(survival.steps[3].survival, 5.0 / 7 * 3 / 4 * 2 / 3, 1e-12);
  EXPECT_NEAR(survival.steps[4].survival, 5.0 / 7 * 3 / 4 * 2 / 3 * 1 / 2, 1e-12);
  EXPECT_EQ(survival.median, days(130, 142));                           // 0.536, then 0.357
  EXPECT_EQ(longest_followed(told.found, told.curve), days(210, 235));  // the false positive
}

TEST(LeadSurvival, PendingCountsToTheJudgedDay) {
  const Told told;
  EXPECT_EQ(last_judged_day(told.curve), last_day({Frequency::monthly, 360 + 287}));
  // Were it still running at all leads, five of seven would have ended.
  const Series longer = monthly(Kind::spread, {10, 50, 90, 130, 170, 210, 280}, -1, 1, 310);
  const auto found =
      lead_recessions(longer, monthly(Kind::indicator, {13, 56, 99, 142, 185}, 1, 0, 310), question());
  EXPECT_EQ(found.pending, 1);
  EXPECT_NEAR(lead_survival(found, longer).steps.back().survival, 2.0 / 7, 1e-12);
}

TEST(LeadSurvival, PendingSinceTheJudgedDay) {
  const Series curve = monthly(Kind::spread, {10, 50, 90, 130, 170, 210, 295}, -1, 1);
  const auto found =
      lead_recessions(curve, monthly(Kind::indicator, {13, 56, 99, 142, 185}, 1, 0), question());
  const auto survival = lead_survival(found, curve);
  EXPECT_EQ(survival.steps[0].at_risk, 6);  // of seven
  EXPECT_EQ(survival.censored, 2);
}

TEST(LeadSurvival, FewLeads) {
  const Series curve = monthly(Kind::spread, {10, 50, 90, 130}, -1, 1);
  const auto found = lead_recessions(curve, monthly(Kind::indicator, {13, 56, 99}, 1, 0), question());
  try {
    lead_survival(found, curve);
    FAIL() << "three leads make no survival curve";
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::curve_few_leads);
    EXPECT_NE(std::string(error.what()).find("3 of 4 did"), std::string::npos);
  }
}

}  // namespace
}  // namespace rerate

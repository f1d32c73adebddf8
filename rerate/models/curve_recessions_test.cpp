// Behaviour -> test
//   lead is from the first day of the inversion to the first day of the peak's month  -> LeadIsInDays
//   an inversion whose stretch passes without a peak is a false positive              -> FalsePositive
//   an inversion still within its stretch is pending, open ones too                   -> Pending
//   ... and until a peak in the stretch would have been announced  -> PendingUntilAPeakWouldBeAnnounced
//   a second peak in the same stretch has no inversion of its own            -> SecondPeakInOneStretch
//   a peak in nobody's stretch was missed                                    -> MissedPeak
//   a peak too soon after the first figure is not judged unless it was led   -> PeakTooSoonToJudge
//   the mean with one lead left out ranges between its extremes              -> LeaveOneOutRange
//   peaks that are no monthly indicator are refused                          -> PeaksMustBeAnIndicator
//   ... and so are ones in months in a row                                   -> PeaksStandApart
//   a curve that never inverts, or a sample without peaks, is refused        -> Refusals
#include "rerate/models/curve_recessions.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace rerate {
namespace {

// Monthly from 2000-01: slope 1, except -1 in the listed months (counted from 0).
Series curve_with(const std::set<int>& inverted, int months) {
  Series curve;
  curve.type = {Frequency::monthly, Kind::spread, "pp"};
  for (int i = 0; i < months; ++i) curve.append(360 + i, inverted.contains(i) ? -1 : 1, Date{i});
  return curve;
}

Series peaks_in(const std::set<int>& months_of_peaks, int months) {
  Series peaks;
  peaks.type = {Frequency::monthly, Kind::indicator, ""};
  for (int i = 0; i < months; ++i) peaks.append(360 + i, months_of_peaks.contains(i) ? 1 : 0, Date{i});
  return peaks;
}

CurveRecessionQuestion question(int gap) {
  CurveRecessionQuestion asked;
  asked.inversion.gap = gap;
  return asked;
}

TEST(CurveRecessions, LeadIsInDays) {
  const auto found = lead_recessions(curve_with({2, 3}, 60), peaks_in({14}, 60), question(1));
  ASSERT_EQ(found.inversions.size(), 1u);
  EXPECT_EQ(found.inversions[0].outcome, InversionOutcome::led);
  EXPECT_EQ(found.inversions[0].lead_days, make_date(2001, 3, 1) - make_date(2000, 3, 1));
  EXPECT_EQ(found.leads->mean, 365);
  EXPECT_TRUE(std::isnan(found.leads->leave_one_out_low));
}

TEST(CurveRecessions, FalsePositive) {
  const auto found = lead_recessions(curve_with({2, 3}, 60), peaks_in({40}, 60), question(1));
  EXPECT_EQ(found.inversions[0].outcome, InversionOutcome::false_positive);
  EXPECT_EQ(found.false_positives, 1);
  EXPECT_EQ(found.missed, 1);
  EXPECT_FALSE(found.leads.has_value());
}

TEST(CurveRecessions, Pending) {
  const auto closed = lead_recessions(curve_with({2, 50}, 60), peaks_in({10}, 60), question(1));
  ASSERT_EQ(closed.inversions.size(), 2u);
  EXPECT_EQ(closed.inversions[1].outcome, InversionOutcome::pending);
  const auto open = lead_recessions(curve_with({2, 59}, 60), peaks_in({10}, 60), question(1));
  EXPECT_EQ(open.inversions[1].outcome, InversionOutcome::pending);
  EXPECT_TRUE(open.inversions[1].episode.open);
}

// Inverted in 2000-03 and 04, over in 2000-05; six months on, the stretch closes on 2000-11-01.
TEST(CurveRecessions, PendingUntilAPeakWouldBeAnnounced) {
  auto asked = question(1);
  asked.window = {6, Duration::Unit::month};
  const auto outcome = [&](int months) {
    return lead_recessions(curve_with({2, 3}, months), peaks_in({1}, months), asked).inversions[0].outcome;
  };
  EXPECT_EQ(outcome(11), InversionOutcome::pending);  // to 2000-11
  EXPECT_EQ(outcome(22), InversionOutcome::pending);  // to 2001-10
  EXPECT_EQ(outcome(23), InversionOutcome::false_positive);
}

TEST(CurveRecessions, SecondPeakInOneStretch) {
  const auto found = lead_recessions(curve_with({2, 3, 10, 11}, 60), peaks_in({8, 20}, 60), question(12));
  ASSERT_EQ(found.inversions.size(), 1u);
  EXPECT_EQ(found.without_own_inversion, 1);
  EXPECT_EQ(found.peaks[1].outcome, PeakOutcome::no_inversion_of_its_own);
  EXPECT_EQ(found.led, 1);
}

TEST(CurveRecessions, MissedPeak) {
  const auto found = lead_recessions(curve_with({60}, 80), peaks_in({30, 65}, 80), question(1));
  EXPECT_EQ(found.missed, 1);
  EXPECT_EQ(found.peaks[0].outcome, PeakOutcome::missed);
  EXPECT_EQ(found.peaks[1].outcome, PeakOutcome::led);
}

TEST(CurveRecessions, PeakTooSoonToJudge) {
  const auto found = lead_recessions(curve_with({60}, 80), peaks_in({22, 24, 65}, 80), question(1));
  ASSERT_EQ(found.peaks.size(), 2u);  // two years after the first figure, and the one led
  EXPECT_EQ(found.peaks[0].month, make_date(2002, 1, 1));
  EXPECT_EQ(found.missed, 1);
  EXPECT_EQ(lead_recessions(curve_with({60}, 80), peaks_in({23, 65}, 80), question(1)).missed, 0);
  const auto led = lead_recessions(curve_with({2, 60}, 80), peaks_in({5}, 80), question(1));
  EXPECT_EQ(led.led, 1);
}

TEST(CurveRecessions, LeaveOneOutRange) {
  const auto found = lead_recessions(curve_with({1, 40, 80}, 140), peaks_in({2, 42, 83}, 140), question(1));
  ASSERT_TRUE(found.leads.has_value());
  const std::vector<int> leads = {found.inversions[0].lead_days, found.inversions[1].lead_days,
                                  found.inversions[2].lead_days};
  EXPECT_EQ(found.leads->least, leads[0]);
  EXPECT_EQ(found.leads->most, leads[2]);
  EXPECT_DOUBLE_EQ(found.leads->leave_one_out_low, (leads[0] + leads[1]) / 2.0);
  EXPECT_DOUBLE_EQ(found.leads->leave_one_out_high, (leads[1] + leads[2]) / 2.0);
  EXPECT_EQ(found.leads->median, leads[1]);
}

TEST(CurveRecessions, PeaksMustBeAnIndicator) {
  EXPECT_NO_THROW(check_peaks_type("p", {Frequency::monthly, Kind::indicator, ""}, {}));
  EXPECT_THROW(check_peaks_type("p", {Frequency::quarterly, Kind::indicator, ""}, {}), UserError);
  auto peaks = peaks_in({14}, 60);
  peaks.type.kind = Kind::rate;
  EXPECT_THROW(lead_recessions(curve_with({2, 3}, 60), peaks, question(1)), UserError);
}

TEST(CurveRecessions, PeaksStandApart) {
  EXPECT_NO_THROW(check_peaks_apart(peaks_in({14, 16}, 60), {}));
  EXPECT_THROW(check_peaks_apart(peaks_in({14, 15}, 60), {}), UserError);
  auto holed = peaks_in({14, 16}, 60);
  holed.ordinal.erase(holed.ordinal.begin() + 15);
  holed.value.erase(holed.value.begin() + 15);
  EXPECT_NO_THROW(check_peaks_apart(holed, {}));
  EXPECT_THROW(lead_recessions(curve_with({2}, 60), peaks_in({14, 15}, 60), question(1)), UserError);
}

TEST(CurveRecessions, Refusals) {
  const auto code_of = [](auto call) {
    try {
      call();
    } catch (const UserError& error) {
      return error.failure().code;
    }
    return ErrorCode::file_missing;
  };
  EXPECT_EQ(code_of([] { lead_recessions(curve_with({}, 60), peaks_in({10}, 60), question(1)); }),
            ErrorCode::curve_no_inversion);
  EXPECT_EQ(code_of([] { lead_recessions(curve_with({2}, 60), peaks_in({}, 60), question(1)); }),
            ErrorCode::curve_no_peaks);
}

}  // namespace
}  // namespace rerate

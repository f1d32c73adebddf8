// Behaviour -> test
//   trough, days and rise before the peak (worked by hand)                  -> WorkedByHand
//   the lowest of equals is the last; missing figures are passed over       -> TiesAndGaps
//   a low in the peak's month, or too small a rise, had not steepened       -> Exceptions
//   a lower low within half a year after the peak is told                   -> LowerAfterThePeak
//   daily curves are read up to the first day of the peak's month           -> Daily
//   nothing after the peak moves what is said of the time before            -> ReadsThePastOnly
//   a peak without the whole window before it is left out                   -> NeedsTheWholeWindow
#include "rerate/models/curve_steepening.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace rerate {
namespace {

// Monthly from 2000-01, 2 where nothing else is said.
Series monthly(const std::map<int, double>& figures, int months = 60) {
  Series curve;
  curve.type = {Frequency::monthly, Kind::spread, "pp"};
  for (int i = 0; i < months; ++i) curve.append(360 + i, figures.contains(i) ? figures.at(i) : 2, Date{i});
  return curve;
}

std::vector<Peak> peak_in(int month) {
  return {{first_day({Frequency::monthly, 360 + month}), Date{0}, PeakOutcome::led}};
}

Steepening told(const Series& curve, int month = 30) {
  return steepening_before(curve, peak_in(month), {}).at(0);
}

TEST(CurveSteepening, WorkedByHand) {
  const auto found = told(monthly({{5, -3}, {20, -1}, {30, 0.5}}));
  EXPECT_EQ(found.trough, 20u);  // month 5 is before the window
  EXPECT_EQ(found.days_before, make_date(2002, 7, 1) - make_date(2001, 9, 1));
  EXPECT_DOUBLE_EQ(found.rise, 1.5);
  EXPECT_TRUE(found.before);
  EXPECT_FALSE(found.lower_after.has_value());
}

TEST(CurveSteepening, TiesAndGaps) {
  const auto found = told(monthly({{20, -1}, {24, -1}, {26, NAN}, {30, NAN}, {29, 0}}));
  EXPECT_EQ(found.trough, 24u);
  EXPECT_DOUBLE_EQ(found.rise, 1);
  const double missing = NAN;
  std::map<int, double> none;
  for (int i = 0; i < 60; ++i) none[i] = missing;
  EXPECT_TRUE(steepening_before(monthly(none), peak_in(30), {}).empty());
}

TEST(CurveSteepening, Exceptions) {
  EXPECT_FALSE(told(monthly({{30, -1}})).before);               // the low is in the peak's month
  EXPECT_FALSE(told(monthly({{29, -1}, {30, -0.76}})).before);  // 0.24
  EXPECT_TRUE(told(monthly({{29, -1}, {30, -0.75}})).before);
  const auto strict = steepening_before(monthly({{29, -1}, {30, 0}}), peak_in(30), {.least_rise = 1.5});
  EXPECT_FALSE(strict.at(0).before);
}

TEST(CurveSteepening, LowerAfterThePeak) {
  EXPECT_EQ(told(monthly({{28, -1}, {32, -2}, {33, -1.5}})).lower_after, 32u);
  EXPECT_EQ(told(monthly({{28, -1}, {36, -2}})).lower_after, 36u);
  EXPECT_FALSE(told(monthly({{28, -1}, {37, -2}})).lower_after.has_value());
}

TEST(CurveSteepening, Daily) {
  Series curve;
  curve.type = {Frequency::daily, Kind::spread, "pp"};
  const Date from = make_date(2000, 1, 3), peak = make_date(2003, 3, 1);  // a Saturday
  for (Date day = from; day < make_date(2003, 12, 1); day = day + 1)
    if (weekday(day) < Weekday::saturday) curve.append(day.days, day > peak ? 5 : 1, day);
  curve.value[*curve.find(make_date(2003, 1, 15).days)] = 0.5;
  const auto found = steepening_before(curve, {{peak, peak, PeakOutcome::led}}, {}).at(0);
  EXPECT_EQ(found.days_before, 45);
  EXPECT_DOUBLE_EQ(found.rise, 0.5);  // Friday's figure, not Monday's
}

TEST(CurveSteepening, ReadsThePastOnly) {
  const auto before = told(monthly({{20, -1}}, 31));
  const auto later = told(monthly({{20, -1}, {31, -9}, {40, 9}}, 60));
  EXPECT_EQ(before.trough, later.trough);
  EXPECT_EQ(before.rise, later.rise);
  EXPECT_TRUE(later.before);
  EXPECT_FALSE(before.lower_after.has_value());
}

TEST(CurveSteepening, NeedsTheWholeWindow) {
  EXPECT_TRUE(steepening_before(monthly({}), peak_in(23), {}).empty());
  EXPECT_EQ(steepening_before(monthly({}), peak_in(24), {}).size(), 1u);
  EXPECT_EQ(steepening_before(monthly({}), peak_in(23), {.window = {100, Duration::Unit::day}}).size(), 1u);
}

}  // namespace
}  // namespace rerate

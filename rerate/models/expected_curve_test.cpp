// Behaviour -> test
//   the first period above the level, in months from the newest figure   -> TurnsPositive
//   a curve that is positive already needs no months, and may turn back  -> PositiveNow
//   a path that never gets there has no month                            -> NeverPositive
//   periods that are over are left out; a path that is over is nothing   -> PastPeriods
//   the newest figure is the last one that is there                      -> PassesOverMissing
#include "rerate/models/expected_curve.h"

#include <gtest/gtest.h>

#include <cmath>

namespace rerate {
namespace {

Series curve_to(const std::vector<double>& figures) {  // monthly, the last in 2025-05
  Series curve;
  curve.type = {Frequency::monthly, Kind::spread, "pp"};
  const int last = parse_period(Frequency::monthly, "2025-05")->ordinal;
  for (std::size_t i = 0; i < figures.size(); ++i)
    curve.append(last - static_cast<int>(figures.size() - 1 - i), figures[i], Date{0});
  return curve;
}

CurveForecast quarters(const std::string& first, const std::vector<double>& slope) {
  CurveForecast forecast;
  auto period = *parse_period(Frequency::quarterly, first);
  for (const double value : slope) {
    forecast.periods.push_back(period);
    forecast.slope.push_back(value);
    ++period.ordinal;
  }
  return forecast;
}

TEST(ExpectedCurve, TurnsPositive) {
  const auto expected = *expected_curve(curve_to({-1, -0.4}), quarters("2025Q3", {-0.1, 0.1, 0.3}), 0);
  EXPECT_FALSE(expected.positive_now);
  EXPECT_EQ(to_string(*expected.turns), "2025Q4");
  EXPECT_EQ(expected.months_to_positive, 7);
  EXPECT_DOUBLE_EQ(expected.steepening, 0.7);
  const auto above = *expected_curve(curve_to({-0.4}), quarters("2025Q3", {-0.1, 0.1, 0.3}), 0.1);
  EXPECT_EQ(to_string(*above.turns), "2026Q1");  // 0.1 is not above 0.1
}

TEST(ExpectedCurve, PositiveNow) {
  const auto stays = *expected_curve(curve_to({0.1}), quarters("2025Q3", {0.2, 0.3}), 0);
  EXPECT_EQ(stays.months_to_positive, 0);
  EXPECT_FALSE(stays.turns.has_value());
  const auto dips = *expected_curve(curve_to({0.1}), quarters("2025Q3", {0.2, -0.3, 0.4}), 0);
  EXPECT_EQ(to_string(*dips.turns), "2025Q4");
}

TEST(ExpectedCurve, NeverPositive) {
  const auto expected = *expected_curve(curve_to({-0.4}), quarters("2025Q3", {-0.2, 0}), 0);
  EXPECT_FALSE(expected.months_to_positive.has_value());
  EXPECT_FALSE(expected.turns.has_value());
}

TEST(ExpectedCurve, PastPeriods) {
  const auto expected = *expected_curve(curve_to({-0.4}), quarters("2025Q1", {9, 0.1, 0.2}), 0);
  EXPECT_EQ(expected.over, 1u);
  EXPECT_EQ(to_string(expected.periods[0]), "2025Q2");  // runs on for a month
  EXPECT_EQ(expected.months_to_positive, 1);
  EXPECT_FALSE(expected_curve(curve_to({-0.4}), quarters("2024Q1", {9, 9}), 0).has_value());
}

TEST(ExpectedCurve, PassesOverMissing) {
  const auto expected = *expected_curve(curve_to({-0.4, NAN}), quarters("2025Q3", {0.2}), 0);
  EXPECT_EQ(to_string(expected.now), "2025-04");
  EXPECT_EQ(expected.months_to_positive, 5);
}

}  // namespace
}  // namespace rerate

#include "rerate/models/expected_curve.h"

#include <cmath>

namespace rerate {
namespace {

std::size_t newest_row(const Series& curve) {
  auto row = curve.size() - 1;
  while (row > 0 && std::isnan(curve.value[row])) --row;
  return row;
}

int month_number(Date day) { return period_of(Frequency::monthly, day).ordinal; }

}  // namespace

std::optional<ExpectedCurve> expected_curve(const Series& curve, const CurveForecast& forecast,
                                            double level) {
  ExpectedCurve expected;
  const auto row = newest_row(curve);
  expected.now = curve.period(row);
  expected.slope_now = curve.value[row];
  expected.positive_now = expected.slope_now > level;
  if (expected.positive_now) expected.months_to_positive = 0;
  const Date today = last_day(expected.now);
  for (std::size_t i = 0; i < forecast.periods.size(); ++i) {
    const auto period = forecast.periods[i];
    if (last_day(period) <= today) {
      ++expected.over;
      continue;
    }
    const bool positive = forecast.slope[i] > level;
    if (positive != expected.positive_now && !expected.turns) expected.turns = period;
    if (positive && !expected.months_to_positive)
      expected.months_to_positive = month_number(last_day(period)) - month_number(today);
    expected.periods.push_back(period);
    expected.slope.push_back(forecast.slope[i]);
  }
  if (expected.periods.empty()) return std::nullopt;
  expected.steepening = expected.slope.back() - expected.slope_now;
  return expected;
}

}  // namespace rerate

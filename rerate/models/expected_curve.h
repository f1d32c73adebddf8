#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/series/series.h"

namespace rerate {

// The path of the curve that somebody expects (domain.md C14): when does it turn positive, and by how much does it steepen?
//
// A forecast for a quarter is of its average, so "positive in 2025Q3" is read as by that quarter's end: months are counted
// from the month of the curve's newest figure to the last month of the forecast's period. Periods that are over by the newest
// figure are left out: what happened is known.
//
// Example: the curve is at -0.4 in 2025-05, expected at -0.1, 0.1 and 0.3 in 2025Q3, 2025Q4 and 2026Q1: positive from 2025Q4, 7
// months on, and 0.7 steeper at the end.
struct CurveForecast {
  std::string source;
  std::optional<Date> made;  // known from this day on
  std::vector<Period> periods;
  std::vector<double> slope;  // in the curve's unit
};

struct ExpectedCurve {
  std::vector<Period> periods;
  std::vector<double> slope;
  std::size_t over = 0;  // periods left out
  Period now;
  double slope_now = 0;
  bool positive_now = false;
  std::optional<Period> turns;            // first period on the other side of the level than now
  std::optional<int> months_to_positive;  // 0 when positive now; nothing when never on the path
  double steepening = 0;                  // end of the path less now
};

// `level`: the curve is positive above it. Nothing when all periods are over. O(T + periods).
std::optional<ExpectedCurve> expected_curve(const Series& curve, const CurveForecast& forecast, double level);

}  // namespace rerate

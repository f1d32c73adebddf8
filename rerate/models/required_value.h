#pragma once

#include <string>
#include <vector>

#include "rerate/models/fair_value_equations.h"
#include "rerate/models/scenario.h"

namespace rerate {

// "What would it take?" One row: the target level, what is solved for, its value and band.
struct RequiredValue {
  std::string target;  // "record 2442.74 (2021-11-08)", "price"
  double level = 0;
  std::string solves;  // "growth", "multiple", a driver's name
  std::string unit;
  double value = 0, today = 0;  // value NaN when a driver does not move its equation, or not measurably
  Band
      band;  // from the draws; for a driver Fieller (1954) when there are none; NaN when there is none, or no bounds
  std::string words;  // "" or why there is none: "its coefficient is 0 within the band"
};

struct RequiredTarget {
  std::string name;
  double level = 0;
};

// domain.md formula 5, one row each: growth (with the base scenario's multiple), the multiple (with its growth), the rate
// driver, and every driver of the growth equation, the other drivers as in the scenario. A driver that stands in both equations
// moves both, so it is solved along both together: putting the answer back into the scenario gives the level.
//
// A band says where the figure is by the uncertainty of the equations (their coefficients, or the standard deviations
// given), not by the errors of a year: what is required is a statement about the equations, as their fair value is. A
// multiple or growth that the scenario gives has none; drivers are solved for along the equations all the same.
//
// A driver whose coefficient is not told from zero (p of its equation's table above 1 - the bands' level) has no value;
// one beyond the sample by more than two standard deviations is marked "Out of reach", as are growth and multiples.
//
// `rate_column` -1: no rate. `today` of growth: what the growth equation says at today's drivers.
std::vector<RequiredValue> required_values(const FairValueEquations& equations, const ScenarioResult& base,
                                           bool multiple_given, bool growth_given,
                                           const RequiredTarget& target, Index rate_column);

}  // namespace rerate

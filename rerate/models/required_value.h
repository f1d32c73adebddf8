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
  double value = 0, today = 0;  // value NaN when a driver does not move its equation
  Band
      band;  // from the draws; for a driver Fieller (1954) when there are none; NaN when there is none, or no bounds
  std::string words;  // "" or why there is none: "its coefficient is 0 within the band"
};

struct RequiredTarget {
  std::string name;
  double level = 0;
};

// domain.md formula 5, one row each: growth (with the base scenario's multiple), the multiple (with its growth), the rate driver along
// the multiple equation, and every driver of the growth equation, the other drivers as in the scenario.
//
// A band says where the figure is by the uncertainty of the equations (their coefficients, or the standard deviations
// given), not by the errors of a year: what is required is a statement about the equations, as their fair value is. A
// multiple or growth that the scenario gives has none; drivers are solved for along the equations all the same.
//
// `rate_column` -1: no rate. `today` of growth: what the growth equation says at today's drivers.
std::vector<RequiredValue> required_values(const FairValueEquations& equations, const ScenarioResult& base,
                                           bool multiple_given, bool growth_given,
                                           const RequiredTarget& target, Index rate_column);

}  // namespace rerate

#pragma once

#include <map>
#include <optional>
#include <string>

#include "rerate/models/growth_equation.h"
#include "rerate/models/multiple_equation.h"

namespace rerate {

// Coefficients or a fair multiple given in the study instead of estimated: arithmetic, scenarios and inversions run
// without a history of the fundamental, and results say that they are given.
//
// A standard deviation is all the uncertainty of the figure it belongs to: there are no residuals to add to it.
struct GivenEquations {
  std::optional<double> fair_multiple = {};            // at today's drivers
  std::map<std::string, double> multiple_slopes = {};  // d ln M per unit of the driver: -0.05 is 5% a point
  std::optional<double> growth = {};                   // percent over the horizon, at today's drivers
  std::map<std::string, double> growth_slopes = {};    // percent (of log growth) per unit of the driver
  std::optional<double> multiple_sd = {};              // percent; with growth_sd gives an analytic band
  std::optional<double> growth_sd = {};                // percentage points
  std::optional<double> speed = {};                    // k: share of a gap that closes in a period, 0..1
};

// Throws UserError at the panel's place: fair_value_given (a multiple at or below zero, growth at or below -100%, a negative
// standard deviation, a speed outside 0..1, slopes or a standard deviation without what they belong to, a figure that is not
// finite),
// fair_value_driver (a slope of a driver that does not exist).
void check_given(const FairValuePanel& panel, const GivenEquations& given);

// Periods in which half of a gap closes at this speed; infinite at 0.
double half_life_of(double speed);

// ln M = ln(fair multiple) + slopes'(x - x_today). Needs `fair_multiple`. Drivers are those with a slope.
MultipleEquation given_multiple(const FairValuePanel& panel, const GivenEquations& given);

// 100 ln(1 + growth) at today's drivers, plus slopes'(z - z_today). Without `growth` the constant is NaN: there is no growth
// equation, and scenarios must give their growth.
GrowthEquation given_growth(const FairValuePanel& panel, const GivenEquations& given, Index horizon);

}  // namespace rerate

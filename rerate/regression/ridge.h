#pragma once

#include "rerate/regression/standardised_sample.h"

namespace rerate {

// Ridge regression (Hoerl and Kennard 1970) on standardised drivers, the intercept not penalised:
//   min  1/n sum_i (y_i - a - z_i'b)^2 + penalty sum_j b_j^2,  z_j = (x_j - mean) / sd (divisor n),
// so (R + penalty I) b = r s_y with R the correlations of the drivers and r those with y: a lone driver's coefficient is
// that of OLS over 1 + penalty, whatever the units and the sample's length. Coefficients are returned for the drivers
// themselves. (scikit-learn's alpha is n x penalty on columns standardised beforehand.)
//
// Collinear drivers share what they say. A driver that does not vary has coefficient 0. `drivers` without a constant.
// O(n k^2 + k^3). Throws as check_penalised and check_penalty do.
PenalisedFit ridge(const Vector& y, const Design& drivers, double penalty);

}  // namespace rerate

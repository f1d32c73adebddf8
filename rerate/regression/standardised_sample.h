#pragma once

#include "rerate/regression/ols.h"

namespace rerate {

// Drivers and y measured in their own means and standard deviations (divisor n), as penalties need them: shrinking a
// coefficient must not depend on the unit of its driver.
struct StandardisedSample {
  Index n = 0;
  Vector centre, scale;  // of drivers; scale 0 where one does not vary
  double y_centre = 0, y_scale = 0;
  Matrix correlation;  // of drivers; a row and column of zeros where one does not vary
  Vector with_y;       // correlations with y; zeros where either does not vary
};

// Of the first `rows` rows. By two passes, O(rows k^2). Finite figures, as refuse_not_finite checks.
StandardisedSample standardised_sample(const Vector& y, const Matrix& drivers, Index rows);

// A linear forecast, in the units of the data.
struct PenalisedFit {
  double intercept = 0;
  Vector coefficients;  // k
};
// From coefficients between standardised figures.
PenalisedFit in_units(const StandardisedSample& sample, const Vector& standardised);

// Throws what every penalised regression refuses: regression_too_few (fewer than 2 rows, no driver), regression_not_finite,
// regression_settings (a penalty outside 1e-10..1e10).
void check_penalised(const Vector& y, const Design& drivers);
void check_penalty(double penalty);

}  // namespace rerate

#pragma once

#include "rerate/regression/ols.h"

namespace rerate {

// Coefficients of OLS in every window of `window` rows (row i of the result: the window that begins at row i and ends at
// row i + window - 1). NaN in the rows of windows that are singular (less than 1e-10 of a column left when those before
// it are taken out, as in ols): a dummy that is nowhere one, a policy rate that stands still.
//
// Grams of windows come from sums of a tail and a head (no subtraction, so nothing drifts), and eight windows are
// solved at once in vector lanes (regression/window_lanes.h); a window that is near singular is solved by QR. Agrees
// with ols() of each window to about 1e-10 of the largest coefficient, to rounding where columns are far from
// collinear. Same bits on every processor and for any thread count. About O(n k^2 + n k^3 / 6).
//
// Throws UserError: regression_too_few when window <= k or window > n; regression_not_finite.
Matrix rolling_coefficients(const Vector& y, const Design& design, Index window);

// Coefficients and residual sums of squares of rows 0..i for every i >= first_rows - 1 (row 0 of the result is the
// first of these), by recursive least squares in QR form: each row is rotated into the triangle (Givens 1958), which is
// as stable as a QR of its own for each i. NaN as long as the rows so far are singular.
struct RecursiveFit {
  Index first_rows = 0;
  Matrix coefficients;  // (n - first_rows + 1) x k
  Matrix std_errors;    // classical
  Vector ssr;
};

// O(n k^3). Throws UserError: regression_too_few when first_rows <= k or first_rows > n; regression_not_finite.
RecursiveFit recursive_least_squares(const Vector& y, const Design& design, Index first_rows);

}  // namespace rerate

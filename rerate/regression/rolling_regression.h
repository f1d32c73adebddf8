#pragma once

#include "rerate/regression/ols.h"

namespace rerate {

// Coefficients of OLS in every window of `window` rows (row i of the result: the window that ends at row i + window - 1).
// Grams of windows come from sums of a block's tail and the next block's head (no subtraction, so nothing drifts), and
// several windows are solved at once in vector lanes by Cholesky; a window that is near singular is solved by QR.
// NaN rows where a window is singular. O(n k^2), about n/2 solves of k^3/3. Same bits on every processor.
Matrix rolling_coefficients(const Vector& y, const Design& design, Index window);

// Coefficients and residual sums of squares of rows 0..i for every i >= first_rows - 1 (row 0 of the result is the
// first of these), by recursive least squares in QR form. `first_rows` > k.
struct RecursiveFit {
  Index first_rows = 0;
  Matrix coefficients;  // (n - first_rows + 1) x k
  Matrix std_errors;    // classical
  Vector ssr;
};
RecursiveFit recursive_least_squares(const Vector& y, const Design& design, Index first_rows);

}  // namespace rerate

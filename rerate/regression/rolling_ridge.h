#pragma once

#include <vector>

#include "rerate/regression/ridge.h"

namespace rerate {

// Ridge of many dependent series on the same drivers in every window of `window` rows (row i: the window that begins at row
// i and ends at row i + window - 1), standardised within the window.
struct RollingRidge {
  std::vector<Matrix> coefficients;  // by series: windows x k
  Matrix intercept;                  // windows x series
};

// A missing figure (NaN) of a series makes its windows NaN, and only those: a sector that is listed later. Sums of windows
// are those of a tail and a head (as in rerate/regression/window_lanes.h): no window is made from its neighbour by
// subtraction, so nothing drifts, and rows after a window do not change a bit of it. Agrees with ridge() of each window to about 1e-12 of the largest coefficient. One thread;
// O(n (k^2 + k m) + n k^3), m series.
// Throws as ridge does, but takes NaN in `series`; regression_too_few when window < 2 or window > n.
RollingRidge rolling_ridge(const Matrix& series, const Design& drivers, Index window, double penalty);

}  // namespace rerate

#pragma once

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Ratio of the largest to the smallest singular value of an upper triangular matrix whose columns have first been
// scaled to unit length (Belsley, Kuh and Welsch 1980); infinite when it is singular. The same for R as for X = QR.
// O(k^3).
double scaled_condition_number(const Matrix& triangle);

}  // namespace rerate

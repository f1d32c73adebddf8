#pragma once

#include "rerate/regression/padded_columns.h"

namespace rerate {

// The moments of a regression, x_t e_t by column, whose long-run covariance is the middle of the sandwich.
PaddedColumns regression_moments(const Matrix& x, const Vector& residuals);
PaddedColumns padded(const Matrix& columns);
Matrix unpadded(const PaddedColumns& columns);

// sum_t m_t m_t', k x k. O(n k^2).
Matrix gram(const PaddedColumns& columns);

// sum over all windows of `length` rows, those that hang over the ends included, of s s', s the sum of the moments in
// the window. Divided by `length` it is the Bartlett-weighted sum of autocovariances with length - 1 lags. O(n k^2).
Matrix window_gram(const PaddedColumns& columns, Index length);
// The same for the moments x_t e_t, which are never stored.
Matrix window_gram(const Matrix& x, const Vector& residuals, Index length);

}  // namespace rerate

#pragma once

#include <vector>

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Least squares of several responses on the first j columns of a design, for every j at once: with X = QR in the order of the
// columns, the residual products of the fit on j columns are the products of rows j.. of Q'Y. Nothing is subtracted, so nothing
// cancels. What lag choices, Dickey-Fuller statistics and vector autoregressions are made of. O(n k^2) once.
class NestedRegression {
 public:
  // x is n x k with n >= k, y is n x m; finite.
  NestedRegression(Matrix x, Matrix y);

  Index rows() const { return rotated_.rows(); }
  Index columns() const { return factor_.cols(); }
  const Matrix& factor() const { return factor_; }    // R (k x k in its first k rows)
  const Matrix& rotated() const { return rotated_; }  // Q'Y, n x m
  // How many columns from the left are independent of those before them (what is left of each, by 1e-11 of its length).
  Index independent_columns() const { return independent_; }
  // Columns before `column` that it is a combination of; `column` <= independent_columns().
  std::vector<Index> explained_by(Index column) const;

  // Residual products (m x m) of the fit on the first `columns`.
  Matrix residual_products(Index columns) const;
  double residual_sum_of_squares(Index columns, Index response = 0) const;
  // Coefficients (columns x m) of that fit.
  Matrix coefficients(Index columns) const;
  // t-statistic of the last of `columns` in the fit of the first response, with n - columns degrees of freedom.
  double last_t(Index columns) const;

 private:
  Matrix factor_, rotated_;
  Vector lengths_;  // of the columns
  Index independent_ = 0;
};

// y - x b (n x m), summed by column from left to right.
Matrix residuals_of(Matrix y, const Matrix& x, const Matrix& coefficients);

}  // namespace rerate

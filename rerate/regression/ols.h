#pragma once

#include <string>
#include <vector>

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Regressors by column, with the names that tables and errors use.
struct Design {
  Matrix x;                        // n x k, the constant (if any) included
  std::vector<std::string> names;  // k; the constant is called "constant"
  bool has_constant = false;

  Index rows() const { return x.rows(); }
  Index columns() const { return x.cols(); }
  void append(std::string name, const Vector& column);
  Design head(Index rows) const;
};

Design constant_design(Index rows);

// Ordinary least squares by QR.
//
// With X = QR: coefficients R^-1 Q'y, inverse_gram (X'X)^-1 = R^-1 R^-T. R2 is centred when there is a constant,
// uncentred otherwise (as R and statsmodels do). The condition number is the 2-norm one of X with its columns scaled
// to unit length (Belsley, Kuh and Welsch 1980); 30 and more is harmful.
struct OlsFit {
  std::vector<std::string> names;
  Vector coefficients;       // k
  Vector fitted, residuals;  // n
  Matrix inverse_gram;       // k x k
  Index n = 0, k = 0;
  bool has_constant = false;
  double ssr = 0, tss = 0;
  double r2 = 0, adjusted_r2 = 0;
  double sigma = 0;  // sqrt(ssr / (n - k))
  double durbin_watson = 0;
  double condition_number = 0;

  double aic() const;  // n ln(ssr/n) + 2k
  double bic() const;  // n ln(ssr/n) + k ln n
};

// O(n k^2); the QR is modified Gram-Schmidt with y as its last column, as stable as Householder's
// (regression/gram_schmidt.h). Throws UserError without a place, the first of these that holds:
//   regression_too_few       n <= k
//   regression_not_finite    names the column and the row; also figures too large or too small to square
//   regression_no_variation  a regressor other than the constant that is constant (by name); y constant
//   regression_collinear     less than 1e-10 of a column is left when the columns before it are taken out: names it
//                            and those that explain it
OlsFit ols(const Vector& y, const Design& design);

}  // namespace rerate

#pragma once

#include <string>
#include <vector>

#include "rerate/regression/regression_table.h"

namespace rerate {

// Error-correction equation: d y_t = c - k u_{t-1} + sum_{i<=lags} (phi_i d y_{t-i} + theta_i' d x_{t-i}) + e_t, where u is the
// residual of the long-run relation (Engle and Granger 1987). k in (0, 1) is the share of a gap that closes in a period.
struct ErrorCorrection {
  double speed = 0, speed_std_error = 0;  // k; the standard error is classical
  double half_life = 0;                   // periods, ln(1/2) / ln(1 - k); infinite when k <= 0, 0 when k >= 1
  int lags = 0;                           // of the differences, by BIC among 0..most_lags on one sample
  OlsFit fit = {};  // terms: constant, gap (-k), then by lag i: d y(-i), d x(-i); on rows lags + 1..T - 1
  RegressionTable table = {};
};

// y, u of T rows and x of T x k in levels; `names` are those of x's columns, y is called "y" in the table. most_lags is
// lowered until there are two rows a coefficient. Throws as ols does, and regression_settings for most_lags < 0.
ErrorCorrection error_correction(const Vector& y, const Matrix& x, const Vector& long_run_residual,
                                 const std::vector<std::string>& names, int most_lags = 4);

}  // namespace rerate

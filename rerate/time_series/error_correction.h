#pragma once

#include "rerate/regression/regression_table.h"

namespace rerate {

// Error-correction equation: d y_t = c - k u_{t-1} + sum_i phi_i d y_{t-i} + sum_i theta_i' d x_{t-i} + e_t, where u is the
// residual of the long-run relation. k in (0, 1) is the share of a gap that closes in a period.
struct ErrorCorrection {
  double speed = 0, speed_std_error = 0;  // k
  double half_life = 0;                   // periods; infinite when k <= 0, 0 when k >= 1
  int lags = 0;                           // of the differences, by BIC among 0..most_lags
  OlsFit fit;
  RegressionTable table;
};
ErrorCorrection error_correction(const Vector& y, const Matrix& x, const Vector& long_run_residual,
                                 const std::vector<std::string>& names, int most_lags = 4);

}  // namespace rerate

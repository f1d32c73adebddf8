#pragma once

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Long-run variance of a regression's residual by an autoregression (Berk 1974; Stock and Watson 1993 use it for dynamic OLS):
//
//   e_t = phi_1 e_{t-1} + ... + phi_p e_{t-p} + v_t,   w^2 = var(v) / (1 - phi)^2,   phi = phi_1 + ... + phi_p
//
// p by BIC among 0..8 (at most a tenth of the rows) on one sample, without intercept. Least squares puts phi too low in small
// samples, the more so the more trends the regression has already fitted; w^2 is then far too small where phi is near 1. So
// phi is moved up by (1 + 3 phi + m (1 + phi)) / n, the bias of Kendall (1954) for a residual from a mean and of Marriott and
// Pope (1954) for each of m trends more (an I(1) regressor counts as one), and kept at 0.99 or below.
//
// w^2 is uncertain; t-statistics with it are compared with a t of Satterthwaite's (1946) degrees of freedom,
// 2 / (2 / n + 4 var(phi) / (1 - phi)^2): the chi-squared with the same relative variance. At least 2.
struct LongRunVariance {
  double value = 0;
  int order = 0;           // p
  double persistence = 0;  // phi, corrected
  double degrees_of_freedom = 0;
};

// `fitted`: coefficients of the regression, for the divisor n - fitted; `trends`: I(1) regressors among them. O(n p^2).
LongRunVariance autoregressive_long_run_variance(const Vector& residuals, Index fitted, Index trends);

}  // namespace rerate

#pragma once

#include "rerate/regression/kernel.h"
#include "rerate/regression/ols.h"

namespace rerate {

// Fully modified OLS of a long-run relation (Phillips and Hansen 1990), over rows 1..T-1:
//
//   y+_t = y_t - Omega_ux Omega_xx^-1 w_t,   b+ = (Z'Z)^-1 (Z'y+ - n (0, lambda)),
//   lambda = Lambda_xu - Lambda_xx Omega_xx^-1 Omega_xu
//
// with z_t = (1, x_t), w_t = d x_t less its mean, u_t the residual of OLS in levels, Omega and Lambda the two- and one-sided
// long-run covariances of (u_t, w_t) (time_series/long_run_covariance.h).
struct FullyModified {
  Vector coefficients;  // constant, then drivers
  Matrix inverse_gram;  // (Z'Z)^-1
  double conditional_variance =
      0;  // Omega_uu - Omega_ux Omega_xx^-1 Omega_xu: times (Z'Z)^-1 their covariance
  double bandwidth = 0;
};

// `levels`: constant and drivers on T rows; `residuals`: of y on them. `bandwidth` 0: chosen. O(T k^2 bandwidth).
// Throws regression_no_variation for a driver whose changes never vary, regression_collinear when their long-run covariance
// cannot be inverted, and as ols does.
FullyModified fully_modified_ols(const Vector& y, const Design& levels, const Vector& residuals,
                                 Kernel kernel, double bandwidth);

}  // namespace rerate

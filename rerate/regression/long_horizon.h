#pragma once

#include <span>

#include "rerate/regression/covariance.h"

namespace rerate {

// Predictive regression with overlapping horizons: y_t = sum_{j=1..h} r_{t+j} on what is known at t.
//
// Hodrick (1992) 1B: under no predictability cov = (X'X)^-1 [sum_t w_t w_t'] (X'X)^-1, w_t = e_{t+1} sum_{i<h} x_{t-i}, with
// e the one-period r less its mean. Sums of regressors in place of overlapping errors: right size where Newey-West is
// not (domain: 5.8% false rejections at a nominal 5%, where Newey-West has 15% and plain OLS 56%).
struct LongHorizonFit {
  Index horizon = 1;
  Vector y;                   // the overlapping sums, n = T - h
  OlsFit fit;                 // on rows 0..T-h-1 of the design
  Covariance hodrick;         // "Hodrick 1B (horizon 12)": normal
  Covariance newey_west;      // Bartlett with h - 1 lags, small sample: t(n - k)
  Covariance ewc;             // equal-weighted cosine: t(B)
  Covariance hansen_hodrick;  // h - 1 lags: normal
};

// `design` has T rows, row t known at t; `one_period[t]` is r_t (row 0's is not used). Throws as ols does;
// regression_settings when the horizon is not positive, regression_too_few when T - h <= k + 1. O(T k (k + h)).
LongHorizonFit long_horizon_regression(const Design& design, std::span<const double> one_period,
                                       Index horizon);

}  // namespace rerate

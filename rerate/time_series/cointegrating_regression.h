#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rerate/regression/regression_table.h"

namespace rerate {

// Long-run relation y_t = a + b'x_t + u_t between I(1) series.
//
// Dynamic OLS (Saikkonen 1991; Stock and Watson 1993): y_t on 1, x_t and d x_{t-j} for j = -leads..lags, which takes the
// feedback between u and the drivers' innovations out, so that t-statistics with a long-run variance are normal.
// Fully modified OLS (Phillips and Hansen 1990) corrects y and the moments instead, with a kernel estimate of the long-run
// covariance of (u_t, d x_t) (time_series/long_run_covariance.h). Static OLS is consistent but biased to the order
// 1 / T; its errors describe and do not test.
enum class LongRunEstimator : std::uint8_t { dynamic_ols, fully_modified, static_ols };

// What the standard errors rest on.
enum class LongRunErrors : std::uint8_t {
  // w^2 (Z'Z)^-1, w^2 the residual's long-run variance by an autoregression, corrected for its bias, with Satterthwaite's
  // degrees of freedom (time_series/long_run_variance.h). Fully modified OLS takes the residual of dynamic OLS, which has
  // the long-run variance it needs.
  autoregressive,
  // Dynamic and static OLS: `sandwich` on the moments z_t e_t. Fully modified OLS: the conditional long-run variance by its
  // own kernel, as Phillips and Hansen have it.
  kernel,
};

// The default errors keep 95% intervals near 95% of cover where kernels do not: cover in percent over 2,000 samples,
// the residual an AR(1) whose innovations correlate 0.5 with those of the drivers' changes (MA(1), 0.3):
//
//   persistence of u              0    0.5    0.8    0.9   0.95   0.98
//   T 300, one driver          94.3   94.5   94.6   95.5   96.0   95.8
//   T 300, three drivers       95.5   94.8   94.5   95.8   96.5   96.7
//   T 560, one driver          94.7   94.2   94.0   94.0   94.9   96.0
//   T 560, three drivers       94.4   93.7   93.6   94.5   96.3   97.2
//   prewhitened kernel         93.5   92.0   88.3   81.0   72.9   63.2   (T 300, one driver)
//   by the normal, not the t   94.2   93.7   92.7   91.8   90.4   88.1   (T 300, one driver)
struct CointegratingSettings {
  LongRunEstimator estimator = LongRunEstimator::dynamic_ols;
  // -1: chosen by BIC among 0..most, all pairs on one sample, then fitted on all rows that the choice leaves. `most` gives way
  // to what leaves two rows a coefficient.
  int leads = -1, lags = -1;
  int most = 4;
  LongRunErrors errors = LongRunErrors::autoregressive;
  CovarianceSettings sandwich = {.kind = CovarianceKind::hac,
                                 .kernel = Kernel::bartlett,
                                 .rule = BandwidthRule::andrews,
                                 .prewhitening = 1,
                                 .small_sample = true};
  // Of fully modified OLS; `bandwidth` 0: Andrews (1991), AR(1) of each of u and d x, equally weighted whatever their units.
  Kernel kernel = Kernel::bartlett;
  double bandwidth = 0;
  double level = 0.95;  // of the table's intervals
};

struct CointegratingRegression {
  LongRunEstimator estimator = LongRunEstimator::dynamic_ols;
  std::vector<std::string> names;  // "constant", then x's: k long-run coefficients
  Vector coefficients;             // k
  Covariance covariance;           // k x k
  Vector residuals;                // y - a - b'x on all T rows, without leads and lags
  int leads = 0, lags = 0;         // of dynamic OLS
  double bandwidth = 0;            // of fully modified OLS
  // Long-run terms only. n, k, R2, sigma, Durbin-Watson and condition number are those of the regression that was run: dynamic
  // OLS with its leads and lags; for fully modified OLS R2 and sigma come from its residuals and y.
  RegressionTable table;
};

// `x` has T rows in levels, no constant; one name a column. O(T k^2 + most^2 k^3), k = columns with leads and lags.
// Throws as ols does (collinear and resting drivers by name), and
//   regression_too_few       too few rows for the leads and lags
//   regression_settings      leads, lags or most outside -1 (0)..24, level outside (0, 1), a bandwidth below 0 or beyond T
//   regression_no_variation  y is an exact linear function of the drivers; a driver whose changes never vary
CointegratingRegression cointegrating_regression(const Vector& y, const Matrix& x,
                                                 const std::vector<std::string>& names,
                                                 const CointegratingSettings& settings = {});

}  // namespace rerate

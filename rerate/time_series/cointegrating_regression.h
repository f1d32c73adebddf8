#pragma once

#include <cstdint>

#include "rerate/regression/regression_table.h"

namespace rerate {

// Long-run relation y_t = a + b'x_t + u_t between I(1) series.
//
// Dynamic OLS (Saikkonen 1991; Stock and Watson 1993): leads and lags of dx_t are added, so that OLS is efficient and t-statistics
// with a HAC error are normal. Fully modified OLS (Phillips and Hansen 1990) corrects y instead.
enum class LongRunEstimator : std::uint8_t { dynamic_ols, fully_modified, static_ols };

struct CointegratingSettings {
  LongRunEstimator estimator = LongRunEstimator::dynamic_ols;
  int leads = -1, lags = -1;  // -1: chosen together by BIC among 0..most on one sample
  int most = 4;
  CovarianceSettings errors = {.kind = CovarianceKind::hac,
                               .kernel = Kernel::bartlett,
                               .rule = BandwidthRule::andrews,
                               .prewhitening = 1};
};

struct CointegratingRegression {
  LongRunEstimator estimator = LongRunEstimator::dynamic_ols;
  std::vector<std::string> names;  // "constant", then x's: k long-run coefficients
  Vector coefficients;             // k
  Covariance covariance;           // k x k
  Vector residuals;                // y - a - b'x on all T rows, without leads and lags
  int leads = 0, lags = 0;
  RegressionTable table;  // long-run terms only
};

// `x` has T rows in levels, no constant. Throws as ols does.
CointegratingRegression cointegrating_regression(const Vector& y, const Matrix& x,
                                                 const std::vector<std::string>& names,
                                                 const CointegratingSettings& settings = {});

}  // namespace rerate

#pragma once

#include "rerate/regression/ols.h"

namespace rerate {

// VAR(p) with a constant, by OLS: y_t = c + A_1 y_{t-1} + ... + A_p y_{t-p} + e_t.
struct VectorAutoregression {
  int lags = 0;
  Index n = 0;                   // equations' observations
  Vector constant;               // m
  std::vector<Matrix> matrices;  // p of m x m
  Matrix residuals;              // n x m
  Matrix covariance;             // residual covariance with divisor n - k
  double largest_root = 0;       // modulus of the companion matrix; 1 and more: not stationary
};
VectorAutoregression vector_autoregression(const Matrix& y, int lags);
// Lags by BIC among 1..most on one sample.
int choose_var_lags(const Matrix& y, int most);

// Forecast of rows T+1..T+h from the last p rows of y, with the covariance of the stacked path (h m x h m; shocks only, or with
// parameter error ignored: said in the name of what uses it).
struct PathForecast {
  Matrix mean;        // h x m
  Matrix covariance;  // (h m) x (h m), row-stacked: step 1's m variables first
};
PathForecast forecast_path(const VectorAutoregression& var, const Matrix& y, int horizon);

// Squared Mahalanobis distance of a driver path (h x m, or its end point only) from the forecast, and its chi-squared tail.
struct Plausibility {
  double distance = 0;  // squared
  double degrees_of_freedom = 0;
  double p = 0;
};
Plausibility plausibility_of_path(const PathForecast& forecast, const Matrix& path);
Plausibility plausibility_of_end(const PathForecast& forecast, const Vector& end);

}  // namespace rerate

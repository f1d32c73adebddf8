#pragma once

#include <string>
#include <vector>

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// VAR(p) with a constant, by OLS: y_t = c + A_1 y_{t-1} + ... + A_p y_{t-p} + e_t.
struct VectorAutoregression {
  int lags = 0;
  Index n = 0;                        // equations' observations, T - p
  Vector constant = {};               // m
  std::vector<Matrix> matrices = {};  // p of m x m; row i is the equation of variable i
  Matrix residuals = {};              // n x m
  Matrix covariance = {};             // residual covariance with divisor n - k, k = 1 + m p
  double largest_root = 0;            // modulus of the companion matrix; 1 and more: not stationary
};

// `y` is T x m, `names` (m, or none: "series 1", ...) are for messages. O(T (m p)^2 + (m p)^3). Throws UserError without a place:
//   regression_not_finite    a missing, infinite, or too large figure
//   regression_too_few       T - p <= 1 + m p
//   regression_no_variation  a constant series
//   regression_collinear     series that say the same, by name
//   regression_settings      p < 1
// Equations that fit exactly are no error: the covariance is then singular.
VectorAutoregression vector_autoregression(const Matrix& y, int lags,
                                           const std::vector<std::string>& names = {});

// Lags by BIC, ln det S(p) + ln(n)/n (p m^2 + m) with S(p) the residual covariance of divisor n, among 1..most on one sample
// (that of `most`, which is lowered until every equation has two observations a coefficient). One QR serves all candidates. Throws as above.
int choose_var_lags(const Matrix& y, int most, const std::vector<std::string>& names = {});

// Forecast of rows T+1..T+h from the last p rows of y. The covariance of the stacked path comes from future shocks alone:
// coefficients count as known ("given the estimated VAR").
//     Cov(step i, step j) = sum_{s < min(i,j)} Psi_{i-1-s} S Psi_{j-1-s}',   Psi_0 = I, Psi_i = sum_l A_l Psi_{i-l}.
struct PathForecast {
  Matrix mean;        // h x m
  Matrix covariance;  // (h m) x (h m), row-stacked: step 1's m variables first
};

// 1 <= horizon, horizon m <= kLongestPath, else UserError regression_settings; regression_not_finite when an explosive VAR
// leaves the range of numbers. O((h m)^2 m).
inline constexpr Index kLongestPath = 1000;
PathForecast forecast_path(const VectorAutoregression& var, const Matrix& y, int horizon);

// How far a path of drivers is from the forecast: squared Mahalanobis distance, and the chi-squared probability of one at least
// as far when the VAR is right.
//
// Where the forecast covariance is singular (an equation that fits exactly), the distance is taken in the directions that do
// vary and `degrees_of_freedom` is their number; a path that leaves the forecast in a direction that cannot vary has an infinite
// distance and p = 0.
struct Plausibility {
  double distance = 0;            // squared
  double degrees_of_freedom = 0;  // rank of the covariance
  double p = 0;
  bool singular = false;  // the rank is below the number of figures compared
};

// `path` is the first 1..h steps by m. UserError regression_not_finite names the step of a missing figure.
Plausibility plausibility_of_path(const PathForecast& forecast, const Matrix& path);
// Only the last step of the forecast, m figures.
Plausibility plausibility_of_end(const PathForecast& forecast, const Vector& end);

}  // namespace rerate

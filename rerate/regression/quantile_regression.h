#pragma once

#include <cstdint>
#include <string>

#include "rerate/base/random_stream.h"
#include "rerate/regression/covariance.h"

namespace rerate {

// Koenker and Bassett (1978): coefficients that minimise sum rho_tau(y - x'b), found exactly (a basic solution,
// regression/quantile_simplex.h). The errors are those of R's quantreg; t with n - k degrees of freedom.
enum class QuantileErrors : std::uint8_t {
  // s^2 tau (1 - tau) (X'X)^-1, s the sparsity: the slope of the smallest residuals on their rank, over the bandwidth of
  // Hall and Sheather (1988), by median regression (Koenker 2005, 3.4); as se = "iid".
  iid,
  // Hendricks and Koenker (1992): tau (1 - tau) H^-1 X'X H^-1, H = sum f_i x_i x_i', f_i = 2h / x_i'(b(tau + h) -
  // b(tau - h)), h as above, halved while tau -+ h leaves (0, 1); as se = "nid". Densities at or below zero count as 0;
  // NaN when they leave H singular.
  nid,
  bootstrap,  // covariance of the coefficients of resamples by stationary blocks of rows (dependence kept)
};

struct QuantileSettings {
  double share = 0.5;  // tau in (0, 1)
  QuantileErrors errors = QuantileErrors::nid;
  int draws = 500;          // of the bootstrap: 2 to 100,000
  double block_length = 0;  // mean, at least 1; 0: n^(1/3)
  std::uint64_t seed = 1;
};

struct QuantileFit {
  double share = 0.5;
  std::vector<std::string> names;
  Vector coefficients;
  Vector residuals;      // n; exactly 0 at the k points that the solution passes through
  double objective = 0;  // sum rho_tau(residual)
  Covariance errors;     // `bandwidth` is h, as a share; of the bootstrap the block length
};

// Throws as ols does, and regression_settings for a share outside (0, 1), draws or blocks out of range, and a bootstrap whose
// resamples are mostly singular. Same bits for any thread count. O(n k) a step of the simplex, some tens of steps.
//
// Example: three points (0, 0), (1, 1), (2, 5) and a constant and x: the median regression passes through two of them, (0, 0)
// and (2, 5): slope 2.5 and objective 0.5 * 1.5 = 0.75.
QuantileFit quantile_regression(const Vector& y, const Design& design, const QuantileSettings& settings);

// h of Hall and Sheather (1988) for intervals of 95%: n^(-1/3) 1.96^(2/3) (1.5 phi(q)^2 / (2 q^2 + 1))^(1/3), q the normal
// quantile of the share.
double hall_sheather_bandwidth(double share, Index n);

}  // namespace rerate

#pragma once

#include <cstdint>
#include <string>

#include "rerate/base/random_stream.h"
#include "rerate/regression/covariance.h"

namespace rerate {

// Koenker and Bassett (1978): coefficients that minimise sum rho_tau(y - x'b), found exactly (a basic solution).
enum class QuantileErrors : std::uint8_t {
  iid,        // sparsity by Hall-Sheather bandwidth, as quantreg's se = "iid"
  nid,        // Hendricks-Koenker sandwich, as se = "nid"
  bootstrap,  // stationary block bootstrap of rows (dependence kept)
};

struct QuantileSettings {
  double share = 0.5;  // tau in (0, 1)
  QuantileErrors errors = QuantileErrors::nid;
  int draws = 500;
  double block_length = 0;  // 0: n^(1/3)
  std::uint64_t seed = 1;
};

struct QuantileFit {
  double share = 0.5;
  std::vector<std::string> names;
  Vector coefficients;
  Vector residuals;
  double objective = 0;
  Covariance errors;
};

// Throws as ols does, and regression_settings for a share outside (0, 1).
QuantileFit quantile_regression(const Vector& y, const Design& design, const QuantileSettings& settings);

}  // namespace rerate

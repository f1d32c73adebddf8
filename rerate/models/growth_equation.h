#pragma once

#include <optional>

#include "rerate/models/fair_value_panel.h"
#include "rerate/regression/long_horizon.h"
#include "rerate/regression/regression_table.h"

namespace rerate {

// Growth of the fundamental over the horizon (domain.md formula 3): 100 ln(S_{t+h}/S_t) = A + B'z + e.
enum class GrowthTiming : std::uint8_t {
  ahead,  // z of period t, known at the start: a forecast. Hodrick 1B errors by default
  meanwhile,  // z of period t + h, over the same stretch: what a consensus for the year ahead is put into. HAC errors
};
enum class GrowthErrors : std::uint8_t { hodrick, newey_west, ewc };

struct GrowthSettings {
  GrowthTiming timing = GrowthTiming::ahead;
  std::optional<GrowthErrors> errors;  // hodrick when ahead, ewc when meanwhile
};

struct GrowthEquation {
  bool given = false;
  std::vector<Index> drivers;  // columns of the panel
  double constant = 0;         // A, in percent (log points)
  Vector coefficients;         // B
  Matrix covariance;           // of (A, B'); empty when given without errors
  double residual_sd = 0;
  Vector fitted, residual;  // by panel row t (the start of the stretch), log percent; NaN outside
  Index first = 0, last = 0;
  Index horizon = 12;  // periods
  GrowthTiming timing =
      GrowthTiming::ahead;            // row t's fit reads drivers of t (ahead) or of t + horizon (meanwhile)
  std::optional<LongHorizonFit> fit;  // when ahead
  RegressionTable table;              // with the default errors
  std::vector<RegressionTable> others;  // the same estimates with the other errors
  std::vector<std::string> words;

  // Growth in log percent under drivers z, and in simple percent: 100 (exp(g / 100) - 1).
  double log_growth(const Vector& z) const { return constant + coefficients.dot(z); }
  double growth(const Vector& z) const;
};

// `drivers` index the panel's columns; none: growth is its mean. Estimated on the newest long stretch of rows without holes
// (estimation_sample.h). O(T k^2). Throws UserError at the panel's place, or the driver's:
//   fair_value_sample        fewer stretches than 24 (monthly), 3 (k + 1) or the horizon, naming the series that begins last or ends first
//   regression_no_variation  a driver or a fundamental that does not vary in the sample
//   regression_collinear     drivers that say the same, by name
//   regression_settings      a horizon below 1; Hodrick's errors with drivers of the same stretch (they are for forecasts)
GrowthEquation estimate_growth(const FairValuePanel& panel, const std::vector<Index>& drivers, Index horizon,
                               const GrowthSettings& settings);

}  // namespace rerate

#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "rerate/time_series/mackinnon.h"

namespace rerate {

enum class LagRule : std::uint8_t { given, aic, bic };

struct UnitRootTest {
  std::string name;  // "ADF (constant, 3 lags by BIC)"
  double statistic = 0;
  double p = 0;  // KPSS: between 0.01 and 0.10, its table's ends
  int lags = 0;
  int n = 0;  // observations used
  double critical_1 = 0, critical_5 = 0, critical_10 = 0;
  bool unit_root_is_null = true;  // false for KPSS
};

struct AdfSettings {
  Deterministic deterministic = Deterministic::constant;
  LagRule rule = LagRule::bic;
  int lags = 0;        // for LagRule::given
  int most_lags = -1;  // -1: floor(12 (n/100)^(1/4)), Schwert 1989, at most what the sample bears
};

// What the distributions of these tests are known for begins at about 20; below this nothing is said at all.
inline constexpr int kShortestTested = 10;

// All tests below take a series in levels and throw UserError without a place:
//   regression_not_finite    a missing or infinite figure (by its row, from 1)
//   regression_no_variation  the series is constant, a straight line, or an exact function of its own past
//   regression_too_few       fewer than kShortestTested figures, or too short for the lags
//   regression_settings      negative lags, or no deterministic term where one is needed

// Augmented Dickey-Fuller: t of a in dx_t = [c + d t +] a x_{t-1} + sum_{i<=lags} b_i dx_{t-i} + e_t. p-values by MacKinnon
// (1994), critical values by MacKinnon (2010). Lag choice compares fits on one sample (that of most_lags), then uses every row,
// as statsmodels' adfuller does; at most n/2 - 1 - terms lags. O(n most_lags^2): all candidates come from one QR.
UnitRootTest augmented_dickey_fuller(std::span<const double> x, const AdfSettings& settings = {});

// Phillips and Perron (1988) Z-tau: the Dickey-Fuller t without lags, corrected by the long-run variance s^2(lags) of its
// residuals (Bartlett weights):
//     Z = (s0 / s) t - (s^2 - s0^2) / (2 s sqrt(M)),
// s0^2 the residual variance with divisor n and M the sum of squares of x about its mean (about its trend) over n^2, as
// urca::ur.pp computes it. lags -1: floor(4 (n/100)^(1/4)). p-values by MacKinnon (1994).
UnitRootTest phillips_perron(std::span<const double> x, Deterministic deterministic, int lags = -1);

// Kwiatkowski, Phillips, Schmidt and Shin (1992): null of stationarity about a constant or a trend; Bartlett weights; lags
// -1: Hobijn, Franses and Ooms (1998), as statsmodels' "auto". p interpolated in the paper's table 1.
UnitRootTest kpss(std::span<const double> x, Deterministic deterministic, int lags = -1);

}  // namespace rerate

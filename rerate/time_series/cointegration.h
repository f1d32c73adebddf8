#pragma once

#include <string>
#include <vector>

#include "rerate/regression/linear_algebra.h"
#include "rerate/time_series/johansen_distribution.h"
#include "rerate/time_series/unit_root.h"

namespace rerate {

// Engle and Granger (1987): ADF without deterministic terms on the residual of y on x and settings.deterministic (constant, or
// constant and trend), against MacKinnon's distribution for that many series (x has 1 to 5 columns). `y` and the columns of `x`
// in levels; x without a constant. `names` (y first, then x's) are for messages; empty: "series 1", ...
// Throws as augmented_dickey_fuller does, and regression_collinear when y is an exact combination of x.
UnitRootTest engle_granger(const Vector& y, const Matrix& x, const AdfSettings& settings = {},
                           const std::vector<std::string>& names = {});

// Johansen (1991): rank of the long-run matrix of a VAR of order `lags` (at least 1) in the levels y, T x m:
//     dy_t = Pi y_{t-1} + sum_{i<lags} G_i dy_{t-i} + deterministic terms + e_t,   Pi = loadings vectors'.
// Squared canonical correlations of dy and y_{t-1} given the rest, by QR and singular values (Bjorck and Golub 1973), so that no
// moment matrix is inverted. T counts from 1 in the trend.
struct Johansen {
  JohansenCase deterministic = JohansenCase::constant;
  int lags = 0, n = 0;      // n = T - lags observations
  Vector eigenvalues = {};  // m, falling
  // (m or m + 1) x m: columns are cointegrating vectors, entries the variables, then the restricted constant or trend. A column
  // is scaled so that its first entry is 1 (urca's V), or the entry that weighs most when the first is negligible.
  Matrix vectors = {};
  Matrix loadings = {};  // m x m, for these vectors (urca's W)
  Vector trace = {},
         trace_p = {};  // entry r: null of rank <= r. p-values: Doornik (1998) gamma approximation
  Vector max_eigenvalue = {}, max_eigenvalue_p = {};
  // The first r whose trace test is not rejected at this level; m when all are.
  int rank_at(double level) const;
};

// O(T (m lags)^2). Throws UserError without a place: regression_not_finite, regression_too_few (T - lags must exceed the
// parameters of an equation by m), regression_no_variation and regression_collinear (by name), regression_settings (lags < 1).
Johansen johansen(const Matrix& y, int lags, JohansenCase deterministic = JohansenCase::constant,
                  const std::vector<std::string>& names = {});

}  // namespace rerate

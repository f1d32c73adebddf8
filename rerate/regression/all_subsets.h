#pragma once

#include <cstdint>
#include <vector>

#include "rerate/regression/ols.h"

namespace rerate {

// Least squares of y on every subset of the drivers, with a constant: how much does the answer hang on which drivers are in?
//
// A subset is a number: bit j says that driver j is in. A driver may have several columns of the design (with its leads and lags):
// they come and go together.
struct SubsetQuestion {
  Vector y;
  Matrix drivers;  // n x p, without a constant
  std::vector<Index>
      columns;  // by driver, how many columns it has, side by side; empty: one each. At most kMostSubsetDrivers
  Matrix points;  // q x p: forecasts there; may be empty
  // Forecasts in order of time (time_ordered_folds.h); 0 folds: none.
  int folds = 0;
  std::size_t embargo = 0;
};
inline constexpr std::size_t kMostSubsetDrivers = 24;

// One figure a subset, 2^d of them. NaN throughout for subsets whose columns are collinear (a column whose variance given
// those before it is below 1e-10 of its own) or with no degree of freedom left.
struct SubsetRegressions {
  std::size_t drivers = 0;
  std::vector<double> ssr;
  std::vector<double> adjusted_r2;
  std::vector<double> bic;  // n ln(ssr / n) + k ln n, k with the constant; as OlsFit
  std::vector<double>
      out_of_sample_r2;  // 1 - sum of squared forecast errors over those of the mean so far; empty without folds
  std::vector<std::vector<double>> forecast;  // by point

  std::size_t subsets() const { return ssr.size(); }
};

// By a tree: each driver in turn is left out, or swept into what remains of the cross products of the drivers behind it, of
// the forecast errors and of the points, so that a subset costs a few dozen operations, not a regression: 2^20 subsets of 20
// drivers with five folds about 0.5 s on one core. Columns are scaled, and sums centred, before. Two cores and more
// share the tree; the same bits for any number. Memory 2^d (3 + q + folds > 0) doubles.
//
// Throws UserError: regression_too_few (n < 3, or a first fold too short for one driver), regression_not_finite,
// regression_no_variation (y), regression_settings (no driver or too many; columns that do not add up; points of another width).
SubsetRegressions all_subsets(const SubsetQuestion& question);

// The `count` best by a figure (least: of smallest), ties by fewer drivers, then by number.
std::vector<std::uint32_t> best_subsets(const std::vector<double>& figure, bool least, std::size_t count);

}  // namespace rerate

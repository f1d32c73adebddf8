#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/models/multiple_equation.h"
#include "rerate/regression/all_subsets.h"

namespace rerate {

// Which drivers belong in the multiple equation? The equation's own regression again with every subset of its drivers, on the rows
// of all: of dynamic OLS with its leads and lags (a driver's come and go with it), in differences OLS, and of fully modified OLS, whose
// correction has no likelihood, static OLS of levels.
struct DriverSubsets {
  std::vector<Index> drivers;  // columns of the panel: bit j of a subset is driver j
  SubsetRegressions regressions;
  // The best, at most kBestSubsets of each, best first; out of sample none where the first fold is too short.
  std::vector<std::uint32_t> by_bic, by_adjusted_r2, by_out_of_sample;
  // By driver: the sum of exp(-BIC / 2) over the subsets that have it, over that of all subsets: how likely it belongs, when all
  // subsets are as likely before.
  std::vector<double> inclusion;
  Index rows = 0;
  std::string estimator;  // "dynamic OLS, 1 lead and 2 lags of the drivers' changes"
};
inline constexpr std::size_t kBestSubsets = 5, kFewestSubsetDrivers = 3, kMostDriversInSubsets = 20;
inline constexpr int kSubsetFolds = 5;

// Nothing for an equation that is given, or has fewer than kFewestSubsetDrivers or more than kMostDriversInSubsets drivers.
// O(2^d): all_subsets.h.
std::optional<DriverSubsets> driver_subsets(const FairValuePanel& panel, const MultipleEquation& equation);

}  // namespace rerate

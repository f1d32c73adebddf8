#pragma once

#include <span>
#include <vector>

#include "rerate/statistics/block_bootstrap.h"

namespace rerate {

// Pearson's correlation over every `window` rows: entry i is of rows i .. i + window - 1, NaN where a series does not vary in
// them. Each window is centred by itself, so nothing that left it is remembered. Equal lengths, finite, window >= 2; empty
// when the series are shorter. O(T window).
std::vector<double> rolling_correlation(std::span<const double> x, std::span<const double> y,
                                        std::size_t window);

// How many independent pairs `window` rows of two autocorrelated series are worth when their correlation is asked for (Bartlett
// 1946; Bayley and Hammersley 1946):
//
//     window / (1 + 2 sum_{k=1}^{K} (1 - k/window) rho_x(k) rho_y(k)),   K = min(window - 1, T/4),
//
// with the autocorrelations of the whole series, which a window is too short to tell; at most `window` and at least 1. NaN
// when a series does not vary. For example 60 overlapping 12-month changes of two random walks are worth about 7. O(T K).
double effective_sample(std::span<const double> x, std::span<const double> y, std::size_t window);

// Pointwise bands of correlations by Fisher's z: tanh(atanh r +- z sqrt(1 / (effective - 3))), for jointly normal pairs. With
// 3 effective pairs or fewer there is no band (NaN, NaN).
class FisherBand {
 public:
  // 0 < level < 1.
  FisherBand(double effective, double level);

  bool exists() const;
  Interval of(double correlation) const;  // NaN, NaN for NaN

 private:
  double reach_;  // tanh of the half width in z
};

}  // namespace rerate

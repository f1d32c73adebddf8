#pragma once

#include <limits>

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// An interval that holds a figure with a stated probability; NaN when there is none.
struct Band {
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
};

// The middle `level` of the draws (equal tails, quantiles of type 7). `draws` is reordered. O(draws).
Band band_of_draws(Vector& draws, double level);

// centre -+ z sqrt(variance), z the two-sided normal quantile of `level`; none when the variance is zero or below.
Band normal_band(double centre, double variance, double level);

// Of a log, as the figure itself: exp of both ends, times `scale`.
Band exp_band(Band log_band, double scale = 1);
// Of log growth (as a fraction), in simple percent: 100 (exp - 1).
Band percent_band(Band log_band);

}  // namespace rerate

#pragma once

#include <span>
#include <vector>

namespace rerate {

// Middle value, or the mean of the two middle ones. `x` not empty, no NaN; O(T).
double median(std::vector<double> x);

// Quantile by linear interpolation between order statistics (Hyndman and Fan 1996, type 7, the default of
// R). `ordered` increasing and not empty, share in 0..1.
double quantile(std::span<const double> ordered, double share);

}  // namespace rerate

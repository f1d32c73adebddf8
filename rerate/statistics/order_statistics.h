#pragma once

#include <span>
#include <vector>

namespace rerate {

// Middle value, or the mean of the two middle ones. `x` not empty, no NaN; O(T).
double median(std::vector<double> x);

// Quantile by linear interpolation between order statistics (Hyndman and Fan 1996, type 7, the default of
// R). `x` not empty, no NaN, is reordered; share in 0..1; O(T).
double quantile(std::span<double> x, double share);

}  // namespace rerate

#pragma once

#include <span>
#include <vector>

namespace rerate {

// Deviations from the mean in standard deviations (divisor T), in the order of x; empty when x does not vary (all values
// equal). No overflow for any finite values. x not empty, finite; O(T).
std::vector<double> standardised(std::span<const double> x);

// Pearson's correlation, in -1..1, by two passes about the means; NaN when either series does not vary. Equal lengths, not
// empty, finite; O(T).
double correlation(std::span<const double> x, std::span<const double> y);

// 1 for the smallest; equal values share the mean of their ranks. No NaN; O(T log T).
std::vector<double> ranks(std::span<const double> x);

// Spearman's: Pearson's correlation of the ranks. NaN when either series does not vary. O(T log T).
double rank_correlation(std::span<const double> x, std::span<const double> y);

}  // namespace rerate

#pragma once

#include <span>

namespace rerate {

// Do two portfolios differ in their Sharpe ratio? Two-sided p-value by the delta method with HAC errors (Ledoit and Wolf 2008, section
// 3.1): the difference of the ratios m / s is about the mean of
//
//     d_t = (m1 / s1 - m2 / s2) + g(r1_t; m1, s1) - g(r2_t; m2, s2),   g(r; m, s) = (r - m) / s - m ((r - m)^2 - s^2) / (2 s^3)
//
// (m mean, s standard deviation with divisor n, of returns over cash), which is regressed on a constant: Bartlett weights over
// floor(4 (n/100)^(2/9)) lags, t of n - 1, as the alpha of performance.h. Monthly returns of equal length, in the same months.
// NaN for fewer than three, where either does not vary over cash, and where the ratios do not differ. O(n).
//
// Throws as performance.h: regression_not_finite for a missing return.
double sharpe_difference_p(std::span<const double> returns, std::span<const double> benchmark,
                           std::span<const double> cash);

}  // namespace rerate

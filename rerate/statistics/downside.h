#pragma once

#include <span>

namespace rerate {

// Performance of excess returns that tells losses from gains. All throw UserError: regression_too_few without any return,
// regression_not_finite (by period), and are O(n).

// sqrt(mean of min(x - target, 0)^2), over all n returns, not only those below the target (Sortino and Price 1994).
double downside_deviation(std::span<const double> excess, double target = 0);

// (mean - target) / downside deviation; NaN when no return is below the target. Per period; times sqrt(periods a year) for a
// year's, as if returns had no memory.
double sortino_ratio(std::span<const double> excess, double target = 0);

// Share of periods with a return above 0.
double hit_rate(std::span<const double> excess);

}  // namespace rerate

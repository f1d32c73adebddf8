#pragma once

#include <span>

namespace rerate {

// Exact circular-shift test of a correlation: y is turned against x by every number of dates 0..T-1, wrapping round, which keeps
// how each series moves and breaks only what one has to do with the other. Two-sided:
//
//     p = #{k in 0..T-1 : |r_k| >= |r_0|} / T,   r_k = correlation of x_t with y_{(t+k) mod T},
//
// equal sizes (within 10^-12) counted, so p is at least 1/T. Exact when the series could as well have begun at another date;
// for series that wander, whose ends do not meet, it is a rough guide. Equal lengths, finite; NaN when either series
// does not vary. O(T^2), half a millisecond a thousand dates; same bits on every machine.
double shift_p_value(std::span<const double> x, std::span<const double> y);

}  // namespace rerate

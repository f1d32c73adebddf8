#pragma once

#include "rerate/regression/kernel.h"

namespace rerate {

// Bandwidths chosen from the moments. Each column has a weight in the choice, 0 for the constant's (unless it is the
// only one); `prewhitened` says how many rows prewhitening has already taken from the `moments` given.

// Andrews (1991, eq. 6.2 and 6.4): AR(1) with an intercept for every column.
double andrews_bandwidth(const Matrix& moments, const Vector& weights, Kernel kernel);

// Newey and West (1994): autocovariances of the weighted moments up to floor(c (n/100)^r), with c 4, or 3 when prewhitened.
// Throws regression_settings for the truncated kernel, for which there is none.
double newey_west_bandwidth(const Matrix& moments, const Vector& weights, Kernel kernel, Index prewhitened);

// floor(4 (n/100)^(2/9)): lags by the rule of thumb of Newey and West (1994).
Index rule_of_thumb_lags(Index rows);

// 1.3 sqrt(n), rounded up (Lazarus, Lewis, Stock and Watson 2018, eq. 4).
double lazarus_bandwidth(Index rows);

}  // namespace rerate

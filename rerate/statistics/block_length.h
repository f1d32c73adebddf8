#pragma once

#include <span>

namespace rerate {

// Optimal mean block length of the stationary bootstrap (Politis and White 2004, corrected by Patton,
// Politis and White 2009), at least 1 and at most ceil(min(3 sqrt(T), T/3)). 1 for a constant series.
//
//     b = (G^2 / g^2)^(1/3) T^(1/3),   G = sum w(k/M) |k| R(k),   g = sum w(k/M) R(k),   |k| <= M,
//
// with R the autocovariances, w the flat-top window (1 up to 1/2, then falling to 0 at 1) and M = 2 m, at
// most ceil(sqrt T) + K. m is the first of K = max(5, ceil(sqrt(log10 T))) neighbouring lags whose
// autocorrelations all lie within 2 sqrt(log10(T)/T): the convention of Patton's published code, one more
// than a literal reading of the paper. When no such run exists, m is the longest lag outside the band.
// O(T^1.5).
double politis_white_block_length(std::span<const double> x);

}  // namespace rerate

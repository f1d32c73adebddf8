#pragma once

#include <cstdint>
#include <string_view>

#include "rerate/regression/moments.h"

namespace rerate {

// Weights of autocovariances at lag j by x = j / bandwidth (Andrews 1991, eq. 2.7).
enum class Kernel : std::uint8_t {
  bartlett,            // 1 - x for x < 1
  parzen,              // 1 - 6x^2 + 6x^3 up to 1/2, then 2 (1 - x)^3 up to 1
  quadratic_spectral,  // 3 (sin y / y - cos y) / y^2, y = 6 pi x / 5: never zero for good
  truncated,           // 1 up to and including x = 1; what it estimates may be indefinite
};

std::string_view to_string(Kernel kernel);  // "Bartlett", "quadratic spectral"

// x >= 0, which may be infinite. Quadratic spectral: 2 microseconds, else nanoseconds.
double kernel_weight(Kernel kernel, double x);

// S = sum over all lags j of k(|j| / bandwidth) sum_t m_t m_{t-j}', k x k, not divided by n; symmetric to the last bit.
// `bandwidth` 0 takes the lag 0 alone. O(n k^2) for Bartlett, O(n k bandwidth + n k^2) for Parzen and truncated,
// O(n^2 k) for quadratic spectral.
Matrix kernel_sum(const PaddedColumns& moments, Kernel kernel, double bandwidth);

}  // namespace rerate

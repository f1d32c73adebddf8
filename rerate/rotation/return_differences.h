#pragma once

#include <cmath>
#include <span>
#include <vector>

#include "rerate/base/error.h"

namespace rerate {

// Returns that are worked out in two ways, by drifting weights and as a mean, say, agree to a few units of their last place.
// What is left of them then is no difference, and must not count as one that always has the same sign.
inline double return_difference(double one, double other) {
  constexpr double kRounding = 1e-13;
  const double difference = one - other;
  return std::fabs(difference) <= kRounding ? 0 : difference;
}

// Yearly ratios, and returns in parts, of two that are the same up to rounding.
inline double figure_difference(double one, double other) {
  constexpr double kRounding = 1e-12;
  const double difference = one - other;
  return std::fabs(difference) <= kRounding ? 0 : difference;
}

// Month by month: returns over cash, or over a benchmark.
inline std::vector<double> return_differences(std::span<const double> returns, std::span<const double> less) {
  RERATE_ASSERT(returns.size() == less.size(), "returns of the same months");
  std::vector<double> differences(returns.size());
  for (std::size_t i = 0; i < returns.size(); ++i) differences[i] = return_difference(returns[i], less[i]);
  return differences;
}

// Wealth at the beginning and after each month; `wealth` has one place more than `returns`.
inline void compound(std::span<const double> returns, std::span<double> wealth) {
  wealth[0] = 1;
  for (std::size_t i = 0; i < returns.size(); ++i) wealth[i + 1] = wealth[i] * (1 + returns[i]);
}

}  // namespace rerate

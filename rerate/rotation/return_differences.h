#pragma once

#include <span>
#include <vector>

#include "rerate/base/error.h"

namespace rerate {

// Month by month: returns over cash, or over a benchmark.
inline std::vector<double> return_differences(std::span<const double> returns, std::span<const double> less) {
  RERATE_ASSERT(returns.size() == less.size(), "returns of the same months");
  std::vector<double> differences(returns.size());
  for (std::size_t i = 0; i < returns.size(); ++i) differences[i] = returns[i] - less[i];
  return differences;
}

// Wealth at the beginning and after each month; `wealth` has one place more than `returns`.
inline void compound(std::span<const double> returns, std::span<double> wealth) {
  wealth[0] = 1;
  for (std::size_t i = 0; i < returns.size(); ++i) wealth[i + 1] = wealth[i] * (1 + returns[i]);
}

}  // namespace rerate

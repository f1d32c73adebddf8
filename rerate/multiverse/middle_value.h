#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

namespace rerate {

// The median of some values, which are reordered: the same bits as median() of order_statistics.h, without a copy, and quicker for
// few values. Not empty, no NaN. O(n).
inline double middle_value(std::span<double> values) {
  const auto half = values.size() / 2;
  constexpr std::size_t kFew = 24;
  if (values.size() <= kFew) {
    for (std::size_t i = 1; i < values.size(); ++i) {
      const double value = values[i];
      auto at = i;
      for (; at > 0 && value < values[at - 1]; --at) values[at] = values[at - 1];
      values[at] = value;
    }
    return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
  }
  const auto upper = values.begin() + static_cast<std::ptrdiff_t>(half);
  std::nth_element(values.begin(), upper, values.end());
  if (values.size() % 2 == 1) return *upper;
  return 0.5 * (*std::max_element(values.begin(), upper) + *upper);
}

}  // namespace rerate

#include "rerate/statistics/order_statistics.h"

#include <algorithm>
#include <cmath>

#include "rerate/base/error.h"

namespace rerate {

double median(std::vector<double> x) {
  RERATE_ASSERT(!x.empty(), "median of nothing");
  const auto middle = x.begin() + static_cast<std::ptrdiff_t>(x.size() / 2);
  std::nth_element(x.begin(), middle, x.end());
  if (x.size() % 2 == 1) return *middle;
  return 0.5 * (*std::max_element(x.begin(), middle) + *middle);
}

double quantile(std::span<const double> ordered, double share) {
  RERATE_ASSERT(!ordered.empty() && share >= 0 && share <= 1, "quantile of nothing");
  const double at = share * static_cast<double>(ordered.size() - 1);
  const auto low = static_cast<std::size_t>(std::floor(at));
  const auto high = std::min(low + 1, ordered.size() - 1);
  return ordered[low] + (at - static_cast<double>(low)) * (ordered[high] - ordered[low]);
}

}  // namespace rerate

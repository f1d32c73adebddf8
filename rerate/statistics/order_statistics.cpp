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

double quantile(std::span<double> x, double share) {
  RERATE_ASSERT(!x.empty() && share >= 0 && share <= 1, "quantile of nothing");
  const double at = share * static_cast<double>(x.size() - 1);
  const double whole = std::floor(at);
  const auto low = x.begin() + static_cast<std::ptrdiff_t>(whole);
  std::nth_element(x.begin(), low, x.end());
  if (low + 1 == x.end()) return *low;
  return *low + (at - whole) * (*std::min_element(low + 1, x.end()) - *low);
}

}  // namespace rerate

#include "rerate/study/history_percentile.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace rerate {

HistoryPercentile::HistoryPercentile(std::span<const double> history) {
  for (const double value : history)
    if (!std::isnan(value)) sorted_.push_back(value);
  std::sort(sorted_.begin(), sorted_.end());
}

double HistoryPercentile::of(double value) const {
  if (std::isnan(value) || sorted_.empty()) return std::numeric_limits<double>::quiet_NaN();
  const auto low = std::lower_bound(sorted_.begin(), sorted_.end(), value) - sorted_.begin();
  const auto high = std::upper_bound(sorted_.begin(), sorted_.end(), value) - sorted_.begin();
  return std::round(50.0 * static_cast<double>(low + high) / static_cast<double>(sorted_.size()));
}

}  // namespace rerate

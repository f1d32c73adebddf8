#include "rerate/statistics/downside.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/error.h"
#include "rerate/statistics/return_moments.h"

namespace rerate {

double downside_deviation(std::span<const double> excess, double target) {
  refuse_not_finite_returns(excess);
  if (!std::isfinite(target))
    refuse(ErrorCode::regression_settings, fmt::format("the target of returns must be finite: {}", target));
  // In the largest shortfall, so that its square neither overflows nor vanishes.
  double deepest = 0, sum = 0;
  for (const double figure : excess) deepest = std::max(deepest, target - figure);
  if (deepest == 0) return 0;
  for (const double figure : excess) {
    const double short_of = std::max(target - figure, 0.0) / deepest;
    sum += short_of * short_of;
  }
  return deepest * std::sqrt(sum / static_cast<double>(excess.size()));
}

double sortino_ratio(std::span<const double> excess, double target) {
  const double deviation = downside_deviation(excess, target);
  if (deviation == 0) return std::numeric_limits<double>::quiet_NaN();
  double ahead = 0;
  for (const double figure : excess) ahead += (figure - target) / deviation;
  return ahead / static_cast<double>(excess.size());
}

double hit_rate(std::span<const double> excess) {
  refuse_not_finite_returns(excess);
  const auto hits = std::count_if(excess.begin(), excess.end(), [](double figure) { return figure > 0; });
  return static_cast<double>(hits) / static_cast<double>(excess.size());
}

}  // namespace rerate

#include "rerate/statistics/return_moments.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/error.h"

namespace rerate {

void refuse_not_finite_returns(std::span<const double> returns) {
  if (returns.empty()) refuse(ErrorCode::regression_too_few, "no returns");
  const auto found =
      std::find_if_not(returns.begin(), returns.end(), [](double x) { return std::isfinite(x); });
  if (found != returns.end())
    refuse(ErrorCode::regression_not_finite, fmt::format("a missing or infinite return: period {} of {}",
                                                         found - returns.begin() + 1, returns.size()));
}

ReturnMoments return_moments(std::span<const double> returns) {
  if (returns.size() < 2)
    refuse(ErrorCode::regression_too_few, fmt::format("fewer than 2 returns: {}", returns.size()));
  refuse_not_finite_returns(returns);
  ReturnMoments moments;
  moments.n = static_cast<double>(returns.size());
  double sum = 0, largest = 0, rest = 0;
  for (const double figure : returns) sum += figure, largest = std::max(largest, std::fabs(figure));
  moments.mean = sum / moments.n;
  for (const double figure : returns) {
    const double deviation = figure - moments.mean;
    rest += deviation;
    moments.square += deviation * deviation;
  }
  moments.mean += rest / moments.n;
  moments.square -= rest * rest / moments.n;
  if (!std::isfinite(moments.mean) || !std::isfinite(moments.square))
    refuse(ErrorCode::regression_not_finite, fmt::format("returns too large to square: {}", largest));
  moments.varies = std::sqrt(std::max(moments.square, 0.0) / moments.n) > 1e-12 * largest;
  return moments;
}

}  // namespace rerate

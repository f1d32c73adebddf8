#include "rerate/statistics/drawdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/error.h"

namespace rerate {
namespace {

void check(std::span<const double> wealth) {
  if (wealth.empty()) refuse(ErrorCode::regression_too_few, "a drawdown needs a path of wealth");
  for (std::size_t i = 0; i < wealth.size(); ++i)
    if (!(wealth[i] > 0) || !std::isfinite(wealth[i]))
      refuse(
          ErrorCode::regression_not_finite,
          fmt::format("wealth must be above 0 and finite: {} at {} of {}", wealth[i], i + 1, wealth.size()));
}

}  // namespace

Drawdown maximum_drawdown(std::span<const double> wealth) {
  check(wealth);
  Drawdown worst;
  std::size_t high = 0;  // place
  for (std::size_t i = 0; i < wealth.size(); ++i) {
    if (wealth[i] >= wealth[high]) {
      high = i;
      continue;
    }
    const std::size_t under_water = i - high;
    if (under_water > worst.longest_under_water)
      worst.longest_under_water = under_water, worst.longest_begins = high + 1;
    const double depth = 1 - wealth[i] / wealth[high];
    if (depth > worst.depth) worst.depth = depth, worst.peak = high, worst.trough = i;
  }
  if (worst.depth == 0) return worst;
  const auto after = wealth.begin() + static_cast<std::ptrdiff_t>(worst.trough);
  const auto recovery =
      std::find_if(after, wealth.end(), [&](double value) { return value >= wealth[worst.peak]; });
  if (recovery != wealth.end()) worst.recovery = static_cast<std::size_t>(recovery - wealth.begin());
  return worst;
}

std::vector<double> drawdown_path(std::span<const double> wealth) {
  check(wealth);
  std::vector<double> path;
  double high = 0;
  for (const double value : wealth) {
    high = std::max(high, value);
    path.push_back(value / high - 1);
  }
  return path;
}

}  // namespace rerate

#include "rerate/study/licensed_steps.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "rerate/base/elementary.h"

namespace rerate {
namespace {

constexpr double kStepsOfOne = 20, kStep = 1.01;

}  // namespace

double in_whole_steps(double percent, Shown shown) {
  return shown == Shown::open ? percent : std::round(percent);
}

double in_twentieths(double score, Shown shown) {
  return shown == Shown::open ? score : std::round(score * kStepsOfOne) / kStepsOfOne;
}

std::vector<double> parts_in_twentieths(std::vector<double> parts, Shown shown) {
  if (shown == Shown::open) return parts;
  std::vector<std::size_t> order;
  std::vector<double> remainder(parts.size(), 0);
  double sum = 0, steps = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (!std::isfinite(parts[i])) continue;
    sum += parts[i];
    const double whole = std::floor(parts[i] * kStepsOfOne);
    remainder[i] = parts[i] * kStepsOfOne - whole;
    steps += whole;
    parts[i] = whole;
    order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return remainder[a] > remainder[b]; });
  double left = std::round(sum * kStepsOfOne) - steps;
  for (const std::size_t i : order) {
    if (left > 0.5) --left, ++parts[i];
    parts[i] /= kStepsOfOne;
  }
  return parts;
}

double in_percent_steps(double wealth, Shown shown) {
  if (shown == Shown::open || !(wealth > 0) || !std::isfinite(wealth)) return wealth;
  return reproducible_power(kStep, std::round(reproducible_log(wealth) / reproducible_log(kStep)));
}

}  // namespace rerate

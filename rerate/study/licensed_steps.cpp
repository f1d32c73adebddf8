#include "rerate/study/licensed_steps.h"

#include <cmath>

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

double in_percent_steps(double wealth, Shown shown) {
  if (shown == Shown::open || !(wealth > 0) || !std::isfinite(wealth)) return wealth;
  return reproducible_power(kStep, std::round(reproducible_log(wealth) / reproducible_log(kStep)));
}

}  // namespace rerate

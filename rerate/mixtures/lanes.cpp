#include "rerate/mixtures/lanes.h"

#include "rerate/statistics/fast_normal.h"

namespace rerate {

double LaneProduct::log(int lane) const {
  constexpr double kLogOfTwo = 0.69314718055994530942;
  return static_cast<double>(exponent[lane]) * kLogOfTwo + fast_log(mantissa[lane]);
}

}  // namespace rerate

#pragma once

#include <cstdint>

#include "rerate/models/band.h"

namespace rerate {

// Interval for a ratio of two estimates that are jointly normal (Fieller 1954): all values r for which numerator - r denominator
// does not differ from 0. When the denominator itself does not differ from 0 at this level, the set has no
// bounds: it is everything but a middle piece, or everything.
enum class RatioShape : std::uint8_t { bounded, all_but_a_piece, everything };
struct RatioInterval {
  RatioShape shape = RatioShape::bounded;
  Band band;  // NaN unless bounded
};
struct RatioEstimate {
  double numerator = 0, denominator = 0;
  double numerator_variance = 0, denominator_variance = 0, covariance = 0;
};
// A denominator that is 0 for certain is for the caller to keep away.
RatioInterval fieller_interval(const RatioEstimate& estimate, double level);

}  // namespace rerate

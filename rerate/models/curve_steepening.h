#pragma once

#include <optional>
#include <vector>

#include "rerate/base/duration.h"
#include "rerate/models/curve_recessions.h"
#include "rerate/series/series.h"

namespace rerate {

// When had the curve begun to steepen before each business-cycle peak? (domain.md C10)
//
// The trough of the curve is its lowest figure in the `window` before the peak, up to the first day of the peak's month
// (monthly data: the peak's month itself); of equals the last. The curve had steepened by the peak when the trough lies before
// the peak's month and it had risen by `least_rise` since. It may fall below that trough once the contraction has begun: the
// low of the cycle then came after the peak, and what began before was no lasting steepening. Half a year after the peak is
// looked at for that.
//
// Example, daily 10-year less bond-equivalent 3-month yields: before the peak of 1980-01 the low was on 1979-10-23, 70 days
// before, and the curve rose by 0.36 pp by the peak; but in March 1980 it was 1.2 pp lower than that.
struct SteepeningQuestion {
  Duration window{24, Duration::Unit::month};
  double least_rise = 0.25;  // in the curve's unit
};

inline constexpr Duration kAfterPeak{6, Duration::Unit::month};

struct Steepening {
  Date peak;               // first day of its month
  std::size_t trough = 0;  // index into the curve
  int days_before = 0;     // first day of the peak's month less first day of the trough's period
  double rise = 0;         // from the trough to the last figure by the first day of the peak's month
  bool before = false;     // had steepened by the peak
  std::optional<std::size_t> lower_after;  // where the curve was lowest after the peak, when below the trough
};

// For each of the peaks with the curve observed for all of `window` before it, in their order. Missing figures are passed
// over. O(T) a peak.
std::vector<Steepening> steepening_before(const Series& curve, const std::vector<Peak>& peaks,
                                          const SteepeningQuestion& question);

}  // namespace rerate

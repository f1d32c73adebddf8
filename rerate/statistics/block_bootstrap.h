#pragma once

#include <cstdint>
#include <span>

#include "rerate/base/random_stream.h"

namespace rerate {

// Optimal mean block length of the stationary bootstrap (Politis and White 2004, corrected by Patton,
// Politis and White 2009), at least 1 and at most ceil(min(3 sqrt(T), T/3)). 1 for a constant series.
double politis_white_block_length(std::span<const double> x);

struct Interval {
  double low, high;
};

struct EventBootstrap {
  double block_length = 0;  // mean block length in dates
  int draws = 2000;
  double level = 0.95;
};

// Stationary-bootstrap percentile interval (Politis and Romano 1994) of the mean outcome over events.
// Dates are resampled in blocks of geometric length, each date bringing its outcome and whether it was
// an event, so overlap of windows and clustering of events are kept; the statistic is the mean over
// the resampled events. Draws without an event are drawn again. Same bits for any thread count.
Interval event_mean_interval(std::span<const double> outcome, std::span<const std::int32_t> events,
                             const EventBootstrap& settings, const RandomStream& random);

}  // namespace rerate

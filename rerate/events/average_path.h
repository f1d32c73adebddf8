#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "rerate/events/event_study.h"
#include "rerate/events/forward_returns.h"
#include "rerate/events/price_grid.h"

namespace rerate {

// Offsets of a path in price observations: from six months (two quarters, one year, 13 weeks, 60 days)
// before the entry to `forward` after it; every one where there are at most 130 of them, else
// evenly spaced ones, always with 0 and `forward`.
std::vector<int> path_offsets(Frequency frequency, int forward);

// The average path of the windows (entry, exit]: relative to the benchmark when there is one. A window takes
// part at offset o when the grid has that price and o does not lie past its exit; the interval at each
// offset is the percentile interval of `draws`, whose events are these windows in this order. The base is the
// average over every window of the sample. O(offsets (T + draws n)).
AveragePath average_path(const PriceGrid& grid, const ForwardWindows& windows,
                         std::span<const std::size_t> entries, const EventDraws& draws, double level);

}  // namespace rerate

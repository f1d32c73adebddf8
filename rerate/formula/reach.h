#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rerate/base/duration.h"
#include "rerate/base/error.h"
#include "rerate/series/series.h"

namespace rerate {

// How far a duration reaches back on a series. Regular series and day counts of daily ones (weeks of weekly
// ones) reach a number of observations; months, quarters and years on daily and weekly series, and weeks on
// daily ones, reach a distance on the calendar.
struct Reach {
  int observations = 0;  // when there is no calendar distance
  bool on_calendar = false;
  Duration distance;  // when on_calendar
};

// Why a duration does not fit a frequency, in words for a message.
struct ReachMismatch {
  std::string what, mend;
};

tl::expected<Reach, ReachMismatch> reach_of(Duration duration, Frequency frequency);

// One period of a frequency as a duration: 1m for monthly.
Duration one_period(Frequency frequency);

inline constexpr std::size_t kNoRow = static_cast<std::size_t>(-1);

// For each row t the row that `reach` before it falls on: `observations` rows earlier, or the last one on or
// before the same day of the calendar `distance` earlier; kNoRow where the series does not go so far back.
// O(T).
std::vector<std::size_t> rows_before(const Series& series, Reach reach);

// Is row `older` no further from row `newer` than `reach`?
bool within_reach(const Series& series, Reach reach, std::size_t older, std::size_t newer);

// For each row t the first row of the window that ends at t: the last `observations` rows, or those in
// (t - distance, t]; kNoRow where the series begins inside the window. O(T).
std::vector<std::size_t> window_starts(const Series& series, Reach reach);

}  // namespace rerate

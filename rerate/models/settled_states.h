#pragma once

#include <vector>

#include "rerate/base/date.h"
#include "rerate/series/series.h"

namespace rerate {

// When was the state of each month settled, for a 0/1 indicator whose turning points are announced late (NBER recessions)?
//
// Until the next turning point is announced, months carry the state after the last one: a guess. A month is settled
//   - once a turning point at or after it has been announced, or
//   - when it carries a 0 after an announced turn to 0, once the indicator has a figure for the month `wait` months later:
//     no peak was announced later than that (2007-12 took eleven months). A carried 1 does not settle so: troughs took up
//     to 21 months.
// The rule reads only what was known by the day it gives, so a walk-forward estimate may use it; and silence counts only
// as far as the indicator itself reaches, which may be short of the as-of date. An indicator that was never revised
// is settled when it is known.
//
// Example, peak 2007-12 announced 2008-12-01, trough 2009-06 announced 2010-09-20, wait 12: 2007-10 is settled on
// 2008-11-01 (with the figure of 2008-10), 2007-12 on 2008-12-01, all of 2008-01 to 2009-08 on 2010-09-20.
inline constexpr int kLongestWaitForAPeak = 12;

// One date a month of the indicator, kEndOfTime where nothing known settles it (also for missing figures). Turning points
// are read off the indicator itself: the announcement is the day on which the month after it got its figure. O(T log T).
std::vector<Date> settled_dates(const Series& indicator, int wait = kLongestWaitForAPeak);

}  // namespace rerate

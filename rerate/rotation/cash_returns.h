#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/series/series.h"

namespace rerate {

// What cash earns month by month, as a simple return, from whatever says so:
//   a rate (percent a year)       the newest one known on the day the month before was decided at, not more than a year old, over 12
//   a return (percent, monthly)   that of the month
//   an index, monthly or daily    from its last figure on or before one month's day to that on or before the next's; of a daily
//                                 one it must not be more than ten days old
// `month` are ordinals of consecutive months, `decided` the days their decisions are made at. NaN: not known; always in month 0.
// O(M log T). Throws UserError at `place`:
//   rotation_frequency   neither monthly nor of frequency `grid`; a return that is not monthly
//   rotation_kinds       no rate, return or index
//   rotation_prices      an index at or below 0, a return of -100% or less, a rate of -1200% or less, with its period
//   rotation_look_ahead  a return or an index that was known later than its month's end, with both days
std::vector<double> cash_returns(const Series& cash, Frequency grid, std::span<const std::int32_t> month,
                                 std::span<const Date> decided, const Place& place);

}  // namespace rerate

#pragma once

#include <cstdint>
#include <vector>

#include "rerate/series/series.h"

namespace rerate {

// What a reader had before him at the end of each month: of a monthly series the newest figure whose first publication was
// on or before the month's last day, and which is no more than `oldest` months old.
//
// Example: a figure for May, published in the middle of June, is read at the end of June; at the end of May April's is.
struct MonthEndReading {
  std::int32_t first = 0;            // month of row 0
  std::vector<double> figure;        // by month; NaN: none that is new enough
  std::vector<std::int32_t> period;  // the month that the figure is about
};
// Months `first` to `last`; a figure that is missing is passed over for the one before. O(months (log T + oldest)).
MonthEndReading read_at_month_ends(const Series& series, std::int32_t first, std::int32_t last, int oldest);

// The last month that was over on `day`.
std::int32_t last_month_over(Date day);

}  // namespace rerate

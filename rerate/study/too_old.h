#pragma once

#include "rerate/base/period.h"

namespace rerate {

// Whether the newest figure of a series is too old to speak of today. A monthly figure comes out within weeks of its month's
// end, a daily or weekly one within days.
inline bool is_too_old(Period newest, Date as_of) {
  const bool slow = newest.frequency == Frequency::quarterly || newest.frequency == Frequency::annual;
  const int oldest = slow ? 366 : newest.frequency == Frequency::monthly ? 92 : 21;
  return as_of - last_day(newest) > oldest;
}

}  // namespace rerate

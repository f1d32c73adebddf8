#pragma once

#include "rerate/base/date.h"

namespace rerate {

// Business days of the United States: Monday to Friday less the federal holidays as observed
// (5 U.S.C. 6103), under the rules in force in each year since 1971. Before 1971 today's rules are
// applied backwards (less Martin Luther King's Birthday and Juneteenth).
bool is_business_day(Date date);

// The date itself when it is a business day, else the next (or previous) one.
Date on_or_after_business_day(Date date);
Date on_or_before_business_day(Date date);

// The `count`-th business day after the date (or before it, when negative): Saturday + 1 is Monday.
// 0 rolls forward to a business day.
Date add_business_days(Date date, int count);

// Days on which the New York Stock Exchange may trade: weekdays less its own regular holidays (open
// on Columbus and Veterans Day, closed on Good Friday). Special closings are not in it.
bool is_trading_day(Date date);
Date on_or_before_trading_day(Date date);

}  // namespace rerate

#pragma once

#include "rerate/base/date.h"
#include "rerate/base/period.h"
#include "rerate/series/release_rule.h"

namespace rerate {

// When the figure after the newest one comes out, by the rule: monthly, quarterly and annual series have one for every
// period, weekly ones every seven days, daily ones every business day.
struct NextRelease {
  Date date;             // of the release: after the as-of date, unless overdue
  bool overdue = false;  // it was due by the as-of date and is not there: late, or the series has stopped
};

// `newest` is the period of the newest figure known at `as_of`. Daily and weekly figures may come kLateDays later than their
// rule says (market holidays, days without a survey) before they are overdue. O(1).
NextRelease next_release(const ReleaseRule& rule, Period newest, Date as_of);
inline constexpr int kLateDays = 7;

}  // namespace rerate

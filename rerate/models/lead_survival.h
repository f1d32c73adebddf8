#pragma once

#include "rerate/models/curve_recessions.h"
#include "rerate/statistics/survival.h"

namespace rerate {

// How long after an inversion does the peak come, counting the inversions that no peak has followed (yet)?
// Kaplan-Meier (statistics/survival.h) over one spell an inversion, in days from its first day:
//
//   led             ends at the peak: its lead
//   false positive  censored when its stretch closed. No peak came for so long, and one that came later would not be its own:
//                   it stays at risk among the leads that were shorter, and says nothing beyond
//   pending         censored at the last day of which it is known whether a peak was on it, `kAnnouncementDelay` before the
//                   curve's end; at 0 when it began since
//
// Example, leads of 100, 200, 300, 400 and 500 days, a false positive whose stretch took 750 days and a pending inversion
// censored at 250: 2 of 7 are over after 200 days, and S = 0.714; the median is 400 days.
inline constexpr int kFewestLeads = 5;

// Throws UserError curve_few_leads when fewer than `kFewestLeads` inversions have led a peak. O(n log n).
SurvivalCurve lead_survival(const CurveRecessions& found, const Series& curve, double level = 0.95);

// Days for which the inversion that was followed longest, to its peak or censored, was followed: the curve reaches so far. O(n).
double longest_followed(const CurveRecessions& found, const Series& curve);

// The last day of which it is known whether a peak was on it.
Date last_judged_day(const Series& curve);

}  // namespace rerate

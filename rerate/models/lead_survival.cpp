#include "rerate/models/lead_survival.h"

#include <fmt/format.h>

#include <algorithm>

namespace rerate {
namespace {

// How many days it was followed: to its peak, or as long as is known that none came.
int followed(const Inversion& inversion, const Series& curve) {
  if (inversion.outcome == InversionOutcome::led) return inversion.lead_days;
  const Date until = inversion.outcome == InversionOutcome::pending
                         ? std::min(last_judged_day(curve), inversion.closes)
                         : inversion.closes;
  return std::max(0, until - first_day(curve.period(inversion.episode.start)));
}

}  // namespace

Date last_judged_day(const Series& curve) {
  const Date ends = last_day(curve.period(curve.size() - 1));
  return add_months(ends, -*whole_months(kAnnouncementDelay));
}

double longest_followed(const CurveRecessions& found, const Series& curve) {
  double longest = 0;
  for (const auto& inversion : found.inversions)
    longest = std::max<double>(longest, followed(inversion, curve));
  return longest;
}

SurvivalCurve lead_survival(const CurveRecessions& found, const Series& curve, double level) {
  if (found.led < kFewestLeads)
    refuse(ErrorCode::curve_few_leads,
           fmt::format("a survival curve needs at least {} inversions that led a peak: {} of {} did",
                       kFewestLeads, found.led, found.inversions.size()));
  std::vector<double> days;
  std::vector<bool> led;
  for (const auto& inversion : found.inversions) {
    days.push_back(followed(inversion, curve));
    led.push_back(inversion.outcome == InversionOutcome::led);
  }
  return kaplan_meier(days, led, level);
}

}  // namespace rerate

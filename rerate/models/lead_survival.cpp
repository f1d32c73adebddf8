#include "rerate/models/lead_survival.h"

#include <fmt/format.h>

#include <algorithm>

namespace rerate {
namespace {

int censored_after(const Inversion& inversion, Date begins, Date judged) {
  const Date until =
      inversion.outcome == InversionOutcome::pending ? std::min(judged, inversion.closes) : inversion.closes;
  return std::max(0, until - begins);
}

}  // namespace

Date last_judged_day(const Series& curve) {
  const Date ends = last_day(curve.period(curve.size() - 1));
  return add_months(ends, -*whole_months(kAnnouncementDelay));
}

SurvivalCurve lead_survival(const CurveRecessions& found, const Series& curve, double level) {
  if (found.led < kFewestLeads)
    refuse(ErrorCode::curve_few_leads,
           fmt::format("a survival curve needs at least {} inversions that led a peak: {} of {} did",
                       kFewestLeads, found.led, found.inversions.size()));
  const Date judged = last_judged_day(curve);
  std::vector<double> days;
  std::vector<bool> led;
  for (const auto& inversion : found.inversions) {
    const Date begins = first_day(curve.period(inversion.episode.start));
    led.push_back(inversion.outcome == InversionOutcome::led);
    days.push_back(led.back() ? inversion.lead_days : censored_after(inversion, begins, judged));
  }
  return kaplan_meier(days, led, level);
}

}  // namespace rerate

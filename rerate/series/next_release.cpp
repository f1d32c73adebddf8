#include "rerate/series/next_release.h"

#include "rerate/base/business_calendar.h"

namespace rerate {
namespace {

constexpr int kDaysAWeek = 7;

Period after(Period period) {
  switch (period.frequency) {
    case Frequency::daily: period.ordinal = add_business_days(Date{period.ordinal}, 1).days; break;
    case Frequency::weekly: period.ordinal += kDaysAWeek; break;
    default: ++period.ordinal;
  }
  return period;
}

}  // namespace

NextRelease next_release(const ReleaseRule& rule, Period newest, Date as_of) {
  Period next = after(newest);
  Date due = release_date(rule, next);
  if (due > as_of) return {due};
  if (is_regular(newest.frequency) || as_of - due > kLateDays) return {due, true};
  while (due <= as_of) {
    next = after(next);
    due = release_date(rule, next);
  }
  return {due};
}

}  // namespace rerate

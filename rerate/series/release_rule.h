#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rerate/base/error.h"
#include "rerate/base/period.h"

namespace rerate {

// When a figure about a period is first published, in words:
//
//   anchor   [shift]...
//   anchor   period end (default; may be left out) | first..fourth|last WEEKDAY
//            | first..fourth|last business day (1st..4th may stand for first..fourth)
//            | end of MONTH (annual figures: that month of the period's year)
//            | end of quarter (monthly figures interpolated from quarterly ones)
//   shift    +16d calendar days, +2b business days, +1m months, -1y years; months and years move the
//            month in which the anchor is sought, days and business days are counted from it.
//
//   "+16d"                          sixteen days after the period's last day
//   "first Friday +1m"              first Friday of the month after the period's last month
//   "third Thursday"                third Thursday of the period's last month
//   "last business day +1d"         the day after the last business day of that month
//   "end of June -1y"               30 June of the year before an annual period
//   "end of quarter +90d"           ninety days after the end of the quarter that holds the period's end
//
// All shifts of a rule together reach at most 50 years, 20,000 days and 1,000 business days.
struct ReleaseRule {
  enum class Anchor : std::uint8_t {
    period_end,
    nth_weekday,
    nth_business_day,
    end_of_named_month,
    end_of_quarter
  };
  std::string text;  // as given; empty means no rule
  Anchor anchor = Anchor::period_end;
  int nth = 0;  // 1..4, or 5 for last
  Weekday day = Weekday::monday;
  int named_month = 0;
  int months = 0, days = 0, business_days = 0;
};

// The rule, or a Failure release_rule that says which word was not understood.
Expected<ReleaseRule> parse_release_rule(std::string_view text);

// The day on which the figure of `period` is published. The period's last day when there is no rule.
Date release_date(const ReleaseRule& rule, Period period);

}  // namespace rerate

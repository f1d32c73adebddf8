// Behaviour -> test
//   surveys and statistics of mid-2025 come out when they did                     -> RealReleases
//   quarterly and annual figures: the next quarter's, the next year's             -> QuartersAndYears
//   market series: the next business day, past weekends and holidays              -> MarketDays
//   a figure that was due and is not there is overdue, with the day it was due    -> Overdue
//   a day or a week without a figure is not overdue at once                       -> LateDays
//   what is known by the rule at a date is never due before it                    -> NeverInThePast
#include "rerate/series/next_release.h"

#include <gtest/gtest.h>

#include "rerate/base/business_calendar.h"

namespace rerate {
namespace {

Date day(const char* text) { return *parse_date(text); }

NextRelease next(const char* rule, Frequency frequency, const char* newest, const char* as_of) {
  return next_release(*parse_release_rule(rule), *parse_period(frequency, newest), day(as_of));
}

void expect_due(const NextRelease& release, const char* date, bool overdue = false) {
  EXPECT_EQ(to_string(release.date), date);
  EXPECT_EQ(release.overdue, overdue) << date;
}

TEST(NextRelease, RealReleases) {
  const auto monthly = [](const char* rule, const char* newest) {
    return next(rule, Frequency::monthly, newest, "2025-06-02");
  };
  expect_due(monthly("first business day +1m", "2025-05"), "2025-07-01");  // ISM
  expect_due(monthly("first Friday +1m", "2025-04"), "2025-06-06");        // employment
  expect_due(monthly("third Thursday", "2025-05"), "2025-06-19");  // Philadelphia Fed, but for Juneteenth
  expect_due(monthly("+16d", "2025-04"), "2025-06-16");            // industrial production
}

TEST(NextRelease, QuartersAndYears) {
  expect_due(next("+30d", Frequency::quarterly, "2025Q1", "2025-06-02"), "2025-07-30");
  expect_due(next("+30d", Frequency::quarterly, "2024Q4", "2025-04-01"), "2025-04-30");
  expect_due(next("end of June +1y", Frequency::annual, "2023", "2025-06-02"), "2025-06-30");
  expect_due(next("last Friday -1m", Frequency::quarterly, "2025Q2", "2025-06-02"), "2025-08-29");
}

TEST(NextRelease, MarketDays) {
  const auto daily = [](const char* rule, const char* newest, const char* as_of) {
    return next(rule, Frequency::daily, newest, as_of);
  };
  expect_due(daily("+1b", "2025-05-30", "2025-06-02"), "2025-06-03");
  expect_due(daily("period end", "2025-05-30", "2025-05-31"), "2025-06-02");
  expect_due(daily("+1b", "2025-07-02", "2025-07-03"),
             "2025-07-07");  // of 3 July, after the holiday and the weekend
  expect_due(next("+1b", Frequency::weekly, "2025-05-28", "2025-06-02"), "2025-06-05");
}

TEST(NextRelease, Overdue) {
  expect_due(next("+10d", Frequency::monthly, "2023-03", "2025-06-02"), "2023-05-10", true);
  expect_due(next("first Friday +1m", Frequency::monthly, "2025-04", "2025-06-06"), "2025-06-06", true);
  expect_due(next("+30d", Frequency::quarterly, "2024Q4", "2025-06-02"), "2025-04-30", true);
  expect_due(next("period end", Frequency::daily, "2024-02-16", "2025-06-02"), "2024-02-20", true);
  expect_due(next("+1b", Frequency::weekly, "2025-04-02", "2025-06-02"), "2025-04-10", true);
}

TEST(NextRelease, LateDays) {
  expect_due(next("period end", Frequency::daily, "2025-04-17", "2025-04-19"), "2025-04-21");  // Good Friday
  expect_due(next("+1b", Frequency::weekly, "2025-05-21", "2025-06-02"), "2025-06-05");
  expect_due(next("period end", Frequency::daily, "2025-05-15", "2025-05-23"), "2025-05-27");
  expect_due(next("period end", Frequency::daily, "2025-05-15", "2025-05-24"), "2025-05-16", true);
}

TEST(NextRelease, NeverInThePast) {
  const auto rule = *parse_release_rule("first business day +1m");
  for (Date as_of = day("2024-01-01"); as_of < day("2026-01-01"); as_of = as_of + 1) {
    Period newest = period_of(Frequency::monthly, as_of);
    while (release_date(rule, newest) > as_of) --newest.ordinal;
    const auto release = next_release(rule, newest, as_of);
    EXPECT_FALSE(release.overdue) << to_string(as_of);
    EXPECT_GT(release.date, as_of);
    EXPECT_LE(release.date - as_of, 34);
    EXPECT_TRUE(is_business_day(release.date));
  }
}

}  // namespace
}  // namespace rerate

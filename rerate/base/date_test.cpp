// Days and the civil calendar
//   known days have their known numbers           Date.KnownDays
//   every day of 900 years makes the round trip    Date.RoundTripsEveryDay
//   months are added with the day clamped          Date.AddsMonthsClamped
//   weekdays                                       Date.Weekdays
//   text is ISO and only days that exist           Date.ParsesOnlyDaysThatExist
#include "rerate/base/date.h"

#include <gtest/gtest.h>

namespace rerate {
namespace {

TEST(Date, KnownDays) {
  EXPECT_EQ(make_date(1970, 1, 1).days, 0);
  EXPECT_EQ(make_date(2000, 3, 1).days, 11017);
  EXPECT_EQ(make_date(1969, 12, 31).days, -1);
  EXPECT_EQ(make_date(2025, 5, 30) - make_date(2022, 7, 29), 1036);
}

TEST(Date, RoundTripsEveryDay) {
  Date previous = make_date(1599, 12, 31);
  for (Date day = make_date(1600, 1, 1); day <= make_date(2500, 12, 31); day = day + 1) {
    const auto [year, month, number] = civil(day);
    ASSERT_EQ(make_date(year, month, number), day);
    ASSERT_EQ(day - previous, 1);
    ASSERT_LE(number, days_in_month(year, month));
    previous = day;
  }
  EXPECT_EQ(to_string(previous), "2500-12-31");
}

TEST(Date, AddsMonthsClamped) {
  EXPECT_EQ(add_months(make_date(2023, 1, 31), 1), make_date(2023, 2, 28));
  EXPECT_EQ(add_months(make_date(2024, 1, 31), 1), make_date(2024, 2, 29));
  EXPECT_EQ(add_months(make_date(2024, 3, 31), -13), make_date(2023, 2, 28));
  EXPECT_EQ(add_months(make_date(2024, 12, 15), 1), make_date(2025, 1, 15));
  EXPECT_EQ(end_of_month(make_date(1900, 2, 1)), make_date(1900, 2, 28));
  EXPECT_EQ(end_of_month(make_date(2000, 2, 1)), make_date(2000, 2, 29));
}

TEST(Date, Weekdays) {
  EXPECT_EQ(weekday(make_date(1970, 1, 1)), Weekday::thursday);
  EXPECT_EQ(weekday(make_date(1929, 10, 29)), Weekday::tuesday);
  EXPECT_EQ(weekday(make_date(1987, 10, 19)), Weekday::monday);
  EXPECT_EQ(weekday(make_date(2025, 6, 1)), Weekday::sunday);
}

TEST(Date, ParsesOnlyDaysThatExist) {
  EXPECT_EQ(parse_date("2024-02-29"), make_date(2024, 2, 29));
  for (const auto* text : {"2023-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "2024-04-31", "1599-12-31",
                           "2501-01-01", "2024-1-01", "2024/01/01", "20240101", " 2024-01-01", "2024-01-01 ",
                           "", "2024-01-0x", "-024-01-01", "2024-01-001"})
    EXPECT_FALSE(parse_date(text)) << text;
}

}  // namespace
}  // namespace rerate

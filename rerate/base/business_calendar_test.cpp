// Business and trading days
//   holidays as the Office of Personnel Management listed them BusinessCalendar.FederalHolidaysOf2021To2023
//   holidays that came or moved                                    BusinessCalendar.HolidaysThatMoved
//   the exchange's own closings                                    BusinessCalendar.ExchangeHolidays
//   counting business days forward and back                        BusinessCalendar.CountsBusinessDays
#include "rerate/base/business_calendar.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace rerate {
namespace {

Date day(const char* text) { return *parse_date(text); }

std::set<std::string> weekday_holidays(int year, bool (*is_open)(Date)) {
  std::set<std::string> closed;
  for (Date date = make_date(year, 1, 1); date <= make_date(year, 12, 31); date = date + 1)
    if (weekday(date) < Weekday::saturday && !is_open(date)) closed.insert(to_string(date).substr(5));
  return closed;
}

// opm.gov, "Federal Holidays": dates as observed.
TEST(BusinessCalendar, FederalHolidaysOf2021To2023) {
  using Days = std::set<std::string>;
  EXPECT_EQ(weekday_holidays(2021, is_business_day),
            (Days{"01-01", "01-18", "02-15", "05-31", "06-18", "07-05", "09-06", "10-11", "11-11", "11-25",
                  "12-24", "12-31"}));
  EXPECT_EQ(weekday_holidays(2022, is_business_day),
            (Days{"01-17", "02-21", "05-30", "06-20", "07-04", "09-05", "10-10", "11-11", "11-24", "12-26"}));
  EXPECT_EQ(weekday_holidays(2023, is_business_day),
            (Days{"01-02", "01-16", "02-20", "05-29", "06-19", "07-04", "09-04", "10-09", "11-10", "11-23",
                  "12-25"}));
}

TEST(BusinessCalendar, HolidaysThatMoved) {
  EXPECT_TRUE(is_business_day(day("1985-01-21")));   // before Martin Luther King's Birthday
  EXPECT_FALSE(is_business_day(day("1986-01-20")));  // its first
  EXPECT_TRUE(is_business_day(day("2020-06-19")));   // before Juneteenth
  EXPECT_FALSE(is_business_day(day("1975-10-27")));  // Veterans Day while it was a Monday of October
  EXPECT_TRUE(is_business_day(day("1975-11-11")));
  EXPECT_FALSE(is_business_day(day("1980-11-11")));
}

// nyse.com, "Holidays & Trading Hours"
TEST(BusinessCalendar, ExchangeHolidays) {
  using Days = std::set<std::string>;
  EXPECT_EQ(weekday_holidays(2021, is_trading_day),
            (Days{"01-01", "01-18", "02-15", "04-02", "05-31", "07-05", "09-06", "11-25", "12-24"}));
  EXPECT_EQ(weekday_holidays(2024, is_trading_day),
            (Days{"01-01", "01-15", "02-19", "03-29", "05-27", "06-19", "07-04", "09-02", "11-28", "12-25"}));
  EXPECT_TRUE(is_trading_day(day("1997-01-20")));  // the exchange took up the holiday in 1998
  EXPECT_FALSE(is_trading_day(day("1998-01-19")));
  EXPECT_EQ(on_or_before_trading_day(day("2024-03-31")), day("2024-03-28"));
}

TEST(BusinessCalendar, CountsBusinessDays) {
  EXPECT_EQ(add_business_days(day("2025-05-30"), 1), day("2025-06-02"));  // Friday to Monday
  EXPECT_EQ(add_business_days(day("2025-05-31"), 1), day("2025-06-02"));  // Saturday to Monday
  EXPECT_EQ(add_business_days(day("2025-05-31"), 0), day("2025-06-02"));
  EXPECT_EQ(add_business_days(day("2025-05-30"), 0), day("2025-05-30"));
  EXPECT_EQ(add_business_days(day("2025-06-01"), -1), day("2025-05-30"));  // Sunday to Friday
  EXPECT_EQ(add_business_days(day("2025-07-03"), 1), day("2025-07-07"));   // over the Fourth and a weekend
  EXPECT_EQ(add_business_days(day("2025-11-26"), 1), day("2025-11-28"));   // over Thanksgiving
  EXPECT_EQ(on_or_before_business_day(day("2025-09-01")), day("2025-08-29"));
}

}  // namespace
}  // namespace rerate

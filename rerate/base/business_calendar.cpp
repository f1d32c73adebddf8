#include "rerate/base/business_calendar.h"

namespace rerate {
namespace {

// The n-th `day` of the month; n = 5 means the last.
Date nth_weekday(int year, int month, Weekday day, int n) {
  const Date first = make_date(year, month, 1);
  int offset = (static_cast<int>(day) - static_cast<int>(weekday(first)) + 7) % 7 + 7 * (n - 1);
  while (offset >= days_in_month(year, month)) offset -= 7;
  return first + offset;
}

// Fixed-date holidays that fall on a weekend are observed on the Friday or Monday beside it.
Date observed(Date holiday) {
  if (weekday(holiday) == Weekday::saturday) return holiday - 1;
  if (weekday(holiday) == Weekday::sunday) return holiday + 1;
  return holiday;
}

bool is_weekend(Date date) { return weekday(date) >= Weekday::saturday; }

// Gregorian Easter: the anonymous algorithm in Meeus, "Astronomical Algorithms" (1991), chapter 8.
Date easter(int year) {
  const int a = year % 19, b = year / 100, c = year % 100;
  const int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
  const int h = (19 * a + b - d - g + 15) % 30, i = c / 4, k = c % 4;
  const int l = (32 + 2 * e + 2 * i - h - k) % 7, m = (a + 11 * h + 22 * l) / 451;
  const int month = (h + l - 7 * m + 114) / 31, day = (h + l - 7 * m + 114) % 31 + 1;
  return make_date(year, month, day);
}

// The year from which a holiday was kept: the exchange took up the newer ones later.
struct FirstYears {
  int martin_luther_king;
  int juneteenth;
};
constexpr FirstYears kFederal{1986, 2021};
constexpr FirstYears kExchange{1998, 2022};

// Holidays that government and exchange share.
bool is_shared_holiday(Date date, FirstYears since) {
  const auto [year, month, day] = civil(date);
  switch (month) {
    case 1:
      return date == observed(make_date(year, 1, 1)) ||
             (year >= since.martin_luther_king && date == nth_weekday(year, 1, Weekday::monday, 3));
    case 2: return date == nth_weekday(year, 2, Weekday::monday, 3);
    case 5: return date == nth_weekday(year, 5, Weekday::monday, 5);
    case 6: return year >= since.juneteenth && date == observed(make_date(year, 6, 19));
    case 7: return date == observed(make_date(year, 7, 4));
    case 9: return date == nth_weekday(year, 9, Weekday::monday, 1);
    case 11: return date == nth_weekday(year, 11, Weekday::thursday, 4);
    case 12: return date == observed(make_date(year, 12, 25));
    default: return false;
  }
}

// From 1971 to 1977 Veterans Day was the fourth Monday of October.
Date veterans_day(int year) {
  if (year >= 1971 && year <= 1977) return nth_weekday(year, 10, Weekday::monday, 4);
  return observed(make_date(year, 11, 11));
}

}  // namespace

bool is_business_day(Date date) {
  if (is_weekend(date) || is_shared_holiday(date, kFederal)) return false;
  const auto [year, month, day] = civil(date);
  if (month == 12 && day == 31) return date != observed(make_date(year + 1, 1, 1));
  if (month == 10 && date == nth_weekday(year, 10, Weekday::monday, 2)) return false;
  return date != veterans_day(year);
}

Date on_or_after_business_day(Date date) {
  while (!is_business_day(date)) date = date + 1;
  return date;
}

Date on_or_before_business_day(Date date) {
  while (!is_business_day(date)) date = date - 1;
  return date;
}

Date add_business_days(Date date, int count) {
  if (count == 0) return on_or_after_business_day(date);
  for (; count < 0; ++count) date = on_or_before_business_day(date - 1);
  for (; count > 0; --count) date = on_or_after_business_day(date + 1);
  return date;
}

bool is_trading_day(Date date) {
  if (is_weekend(date)) return false;
  const int year = civil(date).year;
  return !is_shared_holiday(date, kExchange) && date != easter(year) - 2;
}

Date on_or_before_trading_day(Date date) {
  while (!is_trading_day(date)) date = date - 1;
  return date;
}

}  // namespace rerate

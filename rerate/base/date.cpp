#include "rerate/base/date.h"

#include <fmt/format.h>

#include <algorithm>

namespace rerate {

// Days from and to civil dates: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013.
Date make_date(int year, int month, int day) {
  year -= month <= 2;
  const int era = (year >= 0 ? year : year - 399) / 400;
  const int year_of_era = year - era * 400;
  const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return Date{era * 146097 + day_of_era - 719468};
}

CivilDate civil(Date date) {
  const int shifted = date.days + 719468;
  const int era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const int day_of_era = shifted - era * 146097;
  const int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int shifted_month = (5 * day_of_year + 2) / 153;
  const int day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  const int month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  return {year_of_era + era * 400 + (month <= 2), month, day};
}

int days_in_month(int year, int month) {
  static constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[month - 1];
}

Date end_of_month(Date date) {
  const auto [year, month, day] = civil(date);
  return make_date(year, month, days_in_month(year, month));
}

Date add_months(Date date, int months) {
  const auto [year, month, day] = civil(date);
  const int total = year * 12 + month - 1 + months;
  const int new_year = total >= 0 ? total / 12 : (total - 11) / 12;
  const int new_month = total - new_year * 12 + 1;
  return make_date(new_year, new_month, std::min(day, days_in_month(new_year, new_month)));
}

Weekday weekday(Date date) {
  const int monday_based = ((date.days + 3) % 7 + 7) % 7;  // 1970-01-01 was a Thursday
  return static_cast<Weekday>(monday_based);
}

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto digits = [&](std::size_t from, std::size_t count) {
    int number = 0;
    for (char c : text.substr(from, count)) {
      if (c < '0' || c > '9') return -1;
      number = number * 10 + (c - '0');
    }
    return number;
  };
  const int year = digits(0, 4), month = digits(5, 2), day = digits(8, 2);
  if (year < 1600 || year > 2500 || month < 1 || month > 12) return std::nullopt;
  if (day < 1 || day > days_in_month(year, month)) return std::nullopt;
  return make_date(year, month, day);
}

std::string to_string(Date date) {
  const auto [year, month, day] = civil(date);
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

}  // namespace rerate

#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rerate {

// A calendar day: days since 1970-01-01 in the proleptic Gregorian calendar.
// The library accepts years 1600..2500; anything else in a file is refused by parse_date.
struct Date {
  std::int32_t days = 0;
  friend constexpr auto operator<=>(Date, Date) = default;
};

struct CivilDate {
  int year;
  int month;  // 1..12
  int day;    // 1..31
};

// Before every known figure: the known_at of a value that is missing or a constant.
inline constexpr Date kAlwaysKnown{-2'000'000};
// After every known figure: an as-of date that hides nothing.
inline constexpr Date kEndOfTime{2'000'000};

constexpr Date operator+(Date date, int days) { return Date{date.days + days}; }
constexpr Date operator-(Date date, int days) { return Date{date.days - days}; }
constexpr int operator-(Date later, Date earlier) { return later.days - earlier.days; }

Date make_date(int year, int month, int day);
CivilDate civil(Date date);

int days_in_month(int year, int month);
Date end_of_month(Date date);
// Same day `months` later, clamped to the month's last day: 31 Jan + 1 month = 28 or 29 Feb.
Date add_months(Date date, int months);

enum class Weekday : std::uint8_t { monday, tuesday, wednesday, thursday, friday, saturday, sunday };
Weekday weekday(Date date);

// "2025-05-30". Nothing else: no spaces, no other order, only days that exist.
std::optional<Date> parse_date(std::string_view text);
std::string to_string(Date date);

}  // namespace rerate

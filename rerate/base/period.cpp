#include "rerate/base/period.h"

#include <fmt/format.h>

namespace rerate {
namespace {

constexpr std::string_view kNames[] = {"daily", "weekly", "monthly", "quarterly", "annual"};

// Of a regular frequency.
int months_in(Frequency frequency) {
  switch (frequency) {
    case Frequency::quarterly: return 3;
    case Frequency::annual: return 12;
    default: return 1;
  }
}

int floor_divide(int a, int b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

Date month_start(int months_since_1970) {
  const int year = 1970 + floor_divide(months_since_1970, 12);
  return make_date(year, months_since_1970 - (year - 1970) * 12 + 1, 1);
}

std::optional<int> parse_digits(std::string_view text) {
  int number = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

}  // namespace

Period period_of(Frequency frequency, Date date) {
  if (!is_regular(frequency)) return {frequency, date.days};
  const auto [year, month, day] = civil(date);
  return {frequency, floor_divide((year - 1970) * 12 + month - 1, months_in(frequency))};
}

Date first_day(Period period) {
  if (!is_regular(period.frequency)) return Date{period.ordinal};
  return month_start(period.ordinal * months_in(period.frequency));
}

Date last_day(Period period) {
  if (!is_regular(period.frequency)) return Date{period.ordinal};
  return month_start((period.ordinal + 1) * months_in(period.frequency)) - 1;
}

std::string to_string(Period period) {
  const auto [year, month, day] = civil(first_day(period));
  switch (period.frequency) {
    case Frequency::monthly: return fmt::format("{:04}-{:02}", year, month);
    case Frequency::quarterly: return fmt::format("{:04}Q{}", year, (month + 2) / 3);
    case Frequency::annual: return fmt::format("{:04}", year);
    default: return to_string(Date{period.ordinal});
  }
}

std::optional<Period> parse_period(Frequency frequency, std::string_view text) {
  if (text.size() == 10) {
    const auto date = parse_date(text);
    if (!date) return std::nullopt;
    return period_of(frequency, *date);
  }
  if (!is_regular(frequency) || text.size() < 4) return std::nullopt;
  const auto year = parse_digits(text.substr(0, 4));
  if (!year || *year < 1600 || *year > 2500) return std::nullopt;
  if (frequency == Frequency::annual && text.size() == 4) return period_of(frequency, make_date(*year, 1, 1));
  if (text.size() == 7 && text[4] == '-') {
    const auto month = parse_digits(text.substr(5));
    if (!month || *month < 1 || *month > 12) return std::nullopt;
    return period_of(frequency, make_date(*year, *month, 1));
  }
  if (frequency == Frequency::quarterly && text.size() == 6 && text[4] == 'Q' && text[5] >= '1' &&
      text[5] <= '4')
    return period_of(frequency, make_date(*year, (text[5] - '1') * 3 + 1, 1));
  return std::nullopt;
}

std::string_view to_string(Frequency frequency) { return kNames[static_cast<int>(frequency)]; }

std::optional<Frequency> parse_frequency(std::string_view text) {
  for (int i = 0; i < 5; ++i)
    if (kNames[i] == text) return static_cast<Frequency>(i);
  return std::nullopt;
}

}  // namespace rerate

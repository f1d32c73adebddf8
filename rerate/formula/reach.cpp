#include "rerate/formula/reach.h"

#include <fmt/format.h>

namespace rerate {
namespace {

std::string_view periods_name(Frequency frequency) {
  switch (frequency) {
    case Frequency::daily: return "days";
    case Frequency::weekly: return "weeks";
    case Frequency::monthly: return "months";
    case Frequency::quarterly: return "quarters";
    default: return "years";
  }
}

std::string_view examples(Frequency frequency) {
  switch (frequency) {
    case Frequency::monthly: return "write whole months, such as 12m";
    case Frequency::quarterly: return "write whole quarters, such as 4q or 12m";
    case Frequency::annual: return "write whole years, such as 2y or 24m";
    default: return "write weeks or months, such as 52w or 12m";
  }
}

Date before(Date date, Duration distance) {
  if (const auto months = whole_months(distance)) return add_months(date, -*months);
  return date - distance.count * (distance.unit == Duration::Unit::week ? 7 : 1);
}

}  // namespace

tl::expected<Reach, ReachMismatch> reach_of(Duration duration, Frequency frequency) {
  if (is_regular(frequency)) {
    if (const auto periods = periods_in(duration, frequency)) return Reach{*periods, false, {}};
  } else if (whole_months(duration)) {
    return Reach{0, true, duration};
  } else if (duration.unit == Duration::Unit::week) {
    if (frequency == Frequency::weekly) return Reach{duration.count, false, {}};
    return Reach{0, true, duration};
  } else if (frequency == Frequency::daily) {
    return Reach{duration.count, false, {}};
  }
  return tl::unexpected(ReachMismatch{
      fmt::format("{} is not a whole number of {}", to_string(duration), periods_name(frequency)),
      std::string(examples(frequency))});
}

Duration one_period(Frequency frequency) {
  return {1, static_cast<Duration::Unit>(static_cast<int>(frequency))};
}

std::vector<std::size_t> rows_before(const Series& series, Reach reach) {
  std::vector<std::size_t> rows(series.size(), kNoRow);
  if (!reach.on_calendar) {
    const auto back = static_cast<std::size_t>(reach.observations);
    for (std::size_t i = back; i < rows.size(); ++i) rows[i] = i - back;
    return rows;
  }
  std::size_t next = 0;  // the first row after the day sought
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto sought = before(last_day(series.period(i)), reach.distance);
    while (next < rows.size() && Date{series.ordinal[next]} <= sought) ++next;
    if (next > 0) rows[i] = next - 1;
  }
  return rows;
}

bool within_reach(const Series& series, Reach reach, std::size_t older, std::size_t newer) {
  if (!reach.on_calendar) return newer - older <= static_cast<std::size_t>(reach.observations);
  return last_day(series.period(older)) >= before(last_day(series.period(newer)), reach.distance);
}

std::vector<std::size_t> window_starts(const Series& series, Reach reach) {
  std::vector<std::size_t> rows(series.size(), kNoRow);
  if (!reach.on_calendar) {
    const auto length = static_cast<std::size_t>(reach.observations);
    for (std::size_t i = length - 1; i < rows.size(); ++i) rows[i] = i + 1 - length;
    return rows;
  }
  std::size_t first = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto open_end = before(last_day(series.period(i)), reach.distance);
    while (Date{series.ordinal[first]} <= open_end) ++first;
    if (Date{series.ordinal[0]} <= open_end + 1) rows[i] = first;
  }
  return rows;
}

}  // namespace rerate

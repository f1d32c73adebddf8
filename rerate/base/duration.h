#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rerate/base/period.h"

namespace rerate {

// A length of time as people write it: "250d", "4w", "12m", "4q", "2y". Not negative.
struct Duration {
  enum class Unit : std::uint8_t { day, week, month, quarter, year };
  std::int32_t count = 0;
  Unit unit = Unit::month;
  friend constexpr bool operator==(Duration, Duration) = default;
};

std::optional<Duration> parse_duration(std::string_view text);
std::string to_string(Duration duration);

// The number of calendar months, or nothing for days and weeks.
std::optional<int> whole_months(Duration duration);

// The number of observations of a regular series that the duration spans, or nothing when it does
// not come out even: 12m is 12 monthly, 4 quarterly, 1 annual observation; 1m is no quarterly one.
std::optional<int> periods_in(Duration duration, Frequency frequency);

// The day a duration later: months, quarters and years keep the day of the month, clamped.
Date add(Date date, Duration duration);

}  // namespace rerate

#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rerate/base/date.h"

namespace rerate {

// How often a series is observed. Daily and weekly observations are stamped with their day and may
// have holes (holidays); monthly, quarterly and annual ones fill a regular grid.
enum class Frequency : std::uint8_t { daily, weekly, monthly, quarterly, annual };

// A reference period. `ordinal` counts days since 1970-01-01 for daily and weekly, and months,
// quarters or years since 1970 for the regular frequencies.
struct Period {
  Frequency frequency = Frequency::daily;
  std::int32_t ordinal = 0;
  friend constexpr bool operator==(Period, Period) = default;
};

constexpr bool is_regular(Frequency frequency) { return frequency >= Frequency::monthly; }

Period period_of(Frequency frequency, Date date);
Date first_day(Period period);
Date last_day(Period period);

// "2025-05-30" (daily, weekly), "2025-05", "2025Q2", "2025".
std::string to_string(Period period);
// Accepts the text of to_string, and any ISO date inside the period ("2025-05-01" for monthly), or for
// quarters and years any month inside it ("2025-05" for 2025Q2).
std::optional<Period> parse_period(Frequency frequency, std::string_view text);

std::string_view to_string(Frequency frequency);
std::optional<Frequency> parse_frequency(std::string_view text);

}  // namespace rerate

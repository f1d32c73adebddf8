#pragma once

#include <optional>
#include <string_view>

#include "rerate/base/date.h"
#include "rerate/base/duration.h"
#include "rerate/base/toml_table.h"

namespace rerate {

// "2025-05-30", or "2025-05" and "2025" for the first or last day of that month or year.
enum class Edge : std::uint8_t { first_day, last_day };
Date read_date(const TomlValue& value, Edge edge);
std::optional<Date> read_date(const TomlTable& table, std::string_view key, Edge edge);

// "12m", "250d"; longer than nothing.
Duration read_duration(const TomlValue& value);

}  // namespace rerate

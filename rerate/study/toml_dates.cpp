#include "rerate/study/toml_dates.h"

#include <fmt/format.h>

#include "rerate/base/period.h"

namespace rerate {

Date read_date(const TomlValue& value, Edge edge) {
  const auto text = value.text();
  if (const auto day = parse_date(text)) return *day;
  for (const auto frequency : {Frequency::monthly, Frequency::quarterly, Frequency::annual})
    if (const auto period = parse_period(frequency, text))
      return edge == Edge::first_day ? first_day(*period) : last_day(*period);
  value.refuse(fmt::format("\"{}\" is not a date", text.substr(0, 80)),
               "Write \"2025-05-30\", or \"2025-05\" for a whole month.");
}

std::optional<Date> read_date(const TomlTable& table, std::string_view key, Edge edge) {
  const auto value = table.find(key);
  return value ? std::optional(read_date(*value, edge)) : std::nullopt;
}

Duration read_duration(const TomlValue& value) {
  const auto text = value.text();
  const auto duration = parse_duration(text);
  if (!duration || duration->count == 0)
    value.refuse(fmt::format("\"{}\" is not a length of time", text.substr(0, 80)),
                 "Write a number and a unit: \"12m\", \"4q\", \"2y\", or \"250d\".");
  return *duration;
}

}  // namespace rerate

#include "rerate/base/duration.h"

#include <fmt/format.h>

namespace rerate {
namespace {
constexpr std::string_view kLetters = "dwmqy";
}

std::optional<Duration> parse_duration(std::string_view text) {
  if (text.size() < 2 || text.size() > 7) return std::nullopt;
  const auto unit = kLetters.find(text.back());
  if (unit == std::string_view::npos) return std::nullopt;
  int count = 0;
  for (char c : text.substr(0, text.size() - 1)) {
    if (c < '0' || c > '9') return std::nullopt;
    count = count * 10 + (c - '0');
  }
  return Duration{count, static_cast<Duration::Unit>(unit)};
}

std::string to_string(Duration duration) {
  return fmt::format("{}{}", duration.count, kLetters[static_cast<std::size_t>(duration.unit)]);
}

std::optional<int> whole_months(Duration duration) {
  switch (duration.unit) {
    case Duration::Unit::month: return duration.count;
    case Duration::Unit::quarter: return duration.count * 3;
    case Duration::Unit::year: return duration.count * 12;
    default: return std::nullopt;
  }
}

std::optional<int> periods_in(Duration duration, Frequency frequency) {
  if (!is_regular(frequency)) return std::nullopt;
  const auto months = whole_months(duration);
  const int step = frequency == Frequency::monthly ? 1 : frequency == Frequency::quarterly ? 3 : 12;
  if (!months || *months % step != 0) return std::nullopt;
  return *months / step;
}

Date add(Date date, Duration duration) {
  if (const auto months = whole_months(duration)) return add_months(date, *months);
  return date + duration.count * (duration.unit == Duration::Unit::week ? 7 : 1);
}

}  // namespace rerate

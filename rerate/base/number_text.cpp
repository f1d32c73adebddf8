#include "rerate/base/number_text.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace rerate {

std::optional<double> parse_number(std::string_view text) {
  if (!text.empty() && text.front() == '+') {
    text.remove_prefix(1);
    if (!text.empty() && (text.front() == '+' || text.front() == '-')) return std::nullopt;
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string shortest(double value) { return std::isnan(value) ? "nan" : fmt::format("{}", value); }

std::string fixed(double value, int decimals) {
  if (std::isnan(value)) return "nan";
  auto text = fmt::format("{:.{}f}", value, decimals);
  if (text.starts_with('-') && text.find_first_not_of("-0.") == std::string::npos) text.erase(0, 1);
  return text;
}

}  // namespace rerate

#include "rerate/study/figure_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

bool is_counted(std::string_view unit) { return unit == "days" || unit == "months" || unit == "years"; }

std::string suffix(std::string_view unit, bool one) {
  for (const std::string_view unsaid : {"", "ratio", "index", "probability", "count", "score"})
    if (unit == unsaid) return {};
  if (unit == "percent") return "%";
  if (is_counted(unit) && one) unit.remove_suffix(1);
  return fmt::format(" {}", unit);
}

int decimals_for(double value, std::string_view unit) {
  // The mean of counts is no whole number.
  if (unit == "count" && value != std::floor(value)) return 1;
  return decimals_of_unit(unit);
}

std::string digits(double value, std::string_view unit) { return grouped(value, decimals_for(value, unit)); }

}  // namespace

int decimals_of_unit(std::string_view unit) {
  if (unit == "percent" || unit == "pp" || unit == "index") return 1;
  if (unit == "bp" || unit == "count" || is_counted(unit)) return 0;
  return unit == "probability" ? 3 : 2;
}

std::string figure_in_words(double value, std::string_view unit) {
  if (!std::isfinite(value)) return "none";
  const auto number = digits(value, unit);
  return number + suffix(unit, number == "1");
}

std::string range_in_words(double low, double high, std::string_view unit) {
  const auto first = figure_in_words(low, unit), last = figure_in_words(high, unit);
  if (first == last) return first;
  return fmt::format("{} to {}", unit == "percent" || !std::isfinite(low) ? first : digits(low, unit), last);
}

std::string share_in_words(double share) {
  if (std::isnan(share)) return "none";
  const double percent = std::round(100 * share);
  if (percent <= 0 && share > 0) return "<1%";
  if (percent >= 100 && share < 1) return ">99%";
  return fixed(percent, 0) + "%";
}

std::string ordinal(std::int64_t number) {
  const auto ten = number / 10 % 10, one = number % 10;
  const char* ending = ten == 1 ? "th" : one == 1 ? "st" : one == 2 ? "nd" : one == 3 ? "rd" : "th";
  return fmt::format("{}{}", number, ending);
}

std::string standing_in_words(double percentile) {
  if (percentile <= 0) return "below all";
  if (percentile >= 100) return "above all";
  const auto whole = static_cast<std::int64_t>(std::clamp(std::round(percentile), 1.0, 99.0));
  return fmt::format("at the {} percentile", ordinal(whole));
}

}  // namespace rerate

#include "rerate/publish/number_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/number_text.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr std::string_view kMinus = "\u2212";
constexpr std::string_view kNone = "\u2013";

constexpr std::string_view kMonths[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};

std::string_view month_name(Date date) { return kMonths[civil(date).month - 1]; }

// "12345.6" -> "12,345.6"
std::string with_thousands(std::string digits) {
  const std::size_t point = std::min(digits.find('.'), digits.size());
  for (std::size_t place = point; place > 3;) {
    place -= 3;
    digits.insert(place, 1, ',');
  }
  return digits;
}

bool is_counted(std::string_view unit) { return unit == "days" || unit == "months" || unit == "years"; }

// What follows the figure.
std::string suffix(std::string_view unit, bool one) {
  for (const std::string_view unsaid : {"", "ratio", "index", "probability", "count", "score"})
    if (unit == unsaid) return {};
  if (unit == "percent") return "%";
  if (is_counted(unit) && one) unit.remove_suffix(1);
  return fmt::format(" {}", unit);
}

std::size_t nulls(int decimals) { return static_cast<std::size_t>(std::clamp(decimals, 1, 12) - 1); }

int decimals_for(double value, std::string_view unit) {
  if (unit == "count" && std::isfinite(value) && value != std::floor(value)) return 1;
  if (unit == "index" && std::abs(value) >= 1000) return 0;
  return usual_decimals(unit);
}

}  // namespace

std::string people_number(double value, int decimals) {
  if (std::isnan(value)) return std::string(kNone);
  if (std::isinf(value)) return value < 0 ? fmt::format("{}∞", kMinus) : "∞";
  std::string digits = fixed(value, std::clamp(decimals, 0, 12));
  const bool negative = digits.front() == '-';
  if (negative) digits.erase(0, 1);
  return (negative ? std::string(kMinus) : std::string()) + with_thousands(std::move(digits));
}

int usual_decimals(std::string_view unit) {
  if (unit == "percent" || unit == "pp" || unit == "index") return 1;
  if (unit == "bp" || unit == "count" || is_counted(unit)) return 0;
  return 2;
}

std::string people_value(double value, std::string_view unit, int decimals) {
  if (std::isnan(value)) return std::string(kNone);
  const std::string number = people_number(value, decimals);
  const bool shows = number.find_first_of("123456789") != std::string::npos;
  if (unit == "probability" && decimals > 0 && !shows) return "<0." + std::string(nulls(decimals), '0') + "1";
  return number + suffix(unit, number == "1");
}

std::string people_value(double value, std::string_view unit) {
  return people_value(value, unit, decimals_for(value, unit));
}

std::string people_interval(double low, double high, std::string_view unit) {
  if (std::isnan(low) || std::isnan(high)) return std::string(kNone);
  // Both ends alike: 206.6 to 2,066 would not be.
  const int decimals =
      unit == "index" ? std::min(decimals_for(low, unit), decimals_for(high, unit)) : usual_decimals(unit);
  const std::string first =
      unit == "percent" ? people_value(low, unit, decimals) : people_number(low, decimals);
  return fmt::format("{} to {}", first, people_value(high, unit, decimals));
}

std::string people_p(double p) {
  if (std::isnan(p)) return std::string(kNone);
  const std::string text = p_in_words(p).substr(2);  // "= 0.034" or "< 0.001"
  return text.front() == '=' ? text.substr(2) : text.front() + text.substr(2);
}

std::string people_p_value(double p) { return std::isnan(p) ? fmt::format("p = {}", kNone) : p_in_words(p); }

int significant_decimals(double value, int digits) {
  constexpr int kUsual = 2, kMost = 8;
  if (value == 0 || !std::isfinite(value)) return kUsual;
  const int before_point = static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
  return std::clamp(digits - before_point, 0, kMost);
}

std::string people_change(double value, int decimals) {
  const std::string text = people_number(value, decimals);
  const bool rises = value > 0 && text.find_first_of("123456789") != std::string::npos;
  return rises || value == std::numeric_limits<double>::infinity() ? "+" + text : text;
}

std::string people_month(Date date) { return fmt::format("{} {}", month_name(date), civil(date).year); }
std::string people_day(Date date) { return fmt::format("{} {}", civil(date).day, people_month(date)); }
std::string short_month(Date date) {
  return fmt::format("{} {}", month_name(date).substr(0, 3), civil(date).year);
}
std::string short_day(Date date) { return fmt::format("{} {}", civil(date).day, short_month(date)); }

std::string with_real_minus(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 8);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool opens = i == 0 || text[i - 1] == ' ' || text[i - 1] == '(';
    const bool before_digit = i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9';
    if (text[i] == '-' && opens && before_digit)
      out += kMinus;
    else
      out += text[i];
  }
  return out;
}

std::string people_sentence(std::string_view text) {
  std::string out;
  const std::string spaced = with_real_minus(text);
  for (std::size_t from = 0; from <= spaced.size();) {
    const std::size_t to = std::min(spaced.find(' ', from), spaced.size());
    const std::string_view word = std::string_view(spaced).substr(from, to - from);
    const std::size_t begin = std::min(word.find_first_not_of('('), word.size());
    const std::size_t end = std::max(begin, word.find_last_not_of(".,;:)") + 1);
    out += word.substr(0, begin);
    out += people_period(word.substr(begin, end - begin));
    out += word.substr(end);
    if (to < spaced.size()) out += ' ';
    from = to + 1;
  }
  return out;
}

std::string people_period(std::string_view text) {
  constexpr std::size_t kMonthLength = 7;  // "1970-03"
  if (const auto date = parse_date(text)) return short_day(*date);
  if (text.size() == kMonthLength)
    if (const auto opening = parse_date(std::string(text) + "-01")) return short_month(*opening);
  return std::string(text);
}

}  // namespace rerate

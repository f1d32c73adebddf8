#include "rerate/study/sentence.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"

namespace rerate {

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string joined_with_and(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  return text;
}

std::string some_of(std::vector<std::string> words) {
  constexpr std::size_t kMostNamed = 6;
  if (words.size() > kMostNamed) {
    const auto more = words.size() - kMostNamed;
    words.resize(kMostNamed);
    words.push_back(fmt::format("{} more", more));
  }
  return joined_with_and(words);
}

std::string signed_number(double value, int decimals) {
  const auto text = fixed(value, decimals);
  return text.starts_with('-') ? text : "+" + text;
}

std::string grouped(double value, int decimals) {
  auto text = fixed(value, decimals);
  const auto digits = static_cast<std::size_t>(text.starts_with('-') ? 1 : 0);
  auto at = std::min(text.find('.'), text.size());
  if (text.find_first_not_of("-.0123456789") != std::string::npos) return text;
  while (at > digits + 3) text.insert(at -= 3, 1, ',');
  return text;
}

std::string p_in_words(double p) {
  if (std::isnan(p)) return "p not known";
  if (p < 0.001) return "p < 0.001";
  if (p > 0.99) return "p > 0.99";
  return "p = " + fixed(p, p < 0.1 ? 3 : 2);
}

std::string few_in_words(std::size_t count) {
  constexpr const char* kWords[] = {"none",  "one",   "two",  "three", "four",   "five",  "six",
                                    "seven", "eight", "nine", "ten",   "eleven", "twelve"};
  return count < std::size(kWords) ? kWords[count] : grouped(static_cast<double>(count), 0);
}

std::string period_in_words(Period period) {
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (period.frequency == Frequency::quarterly || period.frequency == Frequency::annual)
    return to_string(period);
  const auto day = civil(first_day(period));
  const auto month = fmt::format("{} {}", kMonths[day.month - 1], day.year);
  return period.frequency == Frequency::monthly ? month : fmt::format("{} {}", day.day, month);
}

std::string count_of(std::size_t count, const std::string& noun) {
  return fmt::format("{} {}{}", grouped(static_cast<double>(count), 0), noun, count == 1 ? "" : "s");
}

std::string step_in_words(Frequency frequency) {
  switch (frequency) {
    case Frequency::daily: return "trading days";
    case Frequency::weekly: return "weeks";
    case Frequency::monthly: return "months";
    case Frequency::quarterly: return "quarters";
    case Frequency::annual: return "years";
  }
  return {};
}

std::string duration_in_words(Duration duration) {
  constexpr const char* kWords[] = {"trading day", "week", "month", "quarter", "year"};
  return fmt::format("{} {}{}", duration.count, kWords[static_cast<int>(duration.unit)],
                     duration.count == 1 ? "" : "s");
}

std::string horizon_in_words(const std::variant<Duration, Date>& horizon) {
  if (const auto* day = std::get_if<Date>(&horizon)) return "the time to " + to_string(*day);
  return "the " + duration_in_words(std::get<Duration>(horizon));
}

}  // namespace rerate

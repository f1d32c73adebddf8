#include "rerate/study/sentence.h"

#include <fmt/format.h>

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

std::string signed_number(double value, int decimals) {
  const auto text = fixed(value, decimals);
  return text.starts_with('-') ? text : "+" + text;
}

std::string horizon_in_words(const std::variant<Duration, Date>& horizon) {
  if (const auto* day = std::get_if<Date>(&horizon)) return "the time to " + to_string(*day);
  const auto duration = std::get<Duration>(horizon);
  constexpr const char* kWords[] = {"trading days", "weeks", "months", "quarters", "years"};
  return fmt::format("the {} {}", duration.count, kWords[static_cast<int>(duration.unit)]);
}

}  // namespace rerate

#include "rerate/study/claimed_figure_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace rerate {
namespace {

constexpr std::size_t kLongestTitle = 40;

// "Mean lead" within a sentence is "mean lead"; "NBER peaks" stays.
std::string within_a_sentence(std::string title) {
  const auto is = [&](std::size_t i, int (*kind)(int)) {
    return i < title.size() && kind(static_cast<unsigned char>(title[i])) != 0;
  };
  if (is(0, std::isupper) && is(1, std::islower)) title[0] = static_cast<char>(title[0] - 'A' + 'a');
  return title;
}

std::string unit_in_brackets(const std::string& unit) {
  if (unit == "percent") return " (%)";
  for (const auto* told : {"pp", "bp", "days", "months", "years"})
    if (unit == told) return fmt::format(" ({})", unit);
  return {};
}

// Titles that stand beside the section's heading say too little by themselves.
std::string title_of(const Section& section, const Number& number) {
  const bool relative = section.kind == "event_study" && number.unit == "pp";
  if (relative && (number.name == "mean" || number.name == "median"))
    return number.name + " lead over the benchmark";
  return number.title;
}

}  // namespace

std::string claimed_figure_in_words(const Section& section, const std::string& claimed,
                                    const std::string& name) {
  auto own = claimed;
  std::ranges::replace(own, '_', ' ');
  const auto* number = find_number(section, name);
  if (!number || number->unit == "count") return own;
  const auto title = title_of(section, *number);
  if (title.empty() || title.size() > kLongestTitle) return own;
  return within_a_sentence(title) + unit_in_brackets(number->unit);
}

}  // namespace rerate

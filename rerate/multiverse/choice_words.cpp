#include "rerate/multiverse/choice_words.h"

#include <fmt/format.h>

#include <algorithm>

namespace rerate {
namespace {

struct Words {
  std::string_view key, words;
};
constexpr Words kChoices[] = {
    {"n_in", "periods in a row to enter"},
    {"n_out", "periods in a row to leave"},
    {"inverted_below", "level of inversion"},
    {"tie", "which of equal extremes"},
    {"by", "kind of correlation"},
    {"lead", "lead of the curve"},
    {"annual", "months of an annual change"},
    {"k", "number held"},
    {"cost_bp", "cost in bp"},
    {"first_window", "first window"},
    {"months", "months"},
    {"weight", "weight"},
};

struct OptionWords {
  std::string_view choice, key, words;
};
constexpr OptionWords kOptions[] = {
    {"until", "threshold", "the threshold itself"},
    {"tie", "first", "the first"},
    {"tie", "last", "the last"},
    {"measure", "level", "levels"},
    {"measure", "return_on_level", "returns on the level"},
    {"measure", "change", "changes"},
    {"measure", "annual_change", "annual changes"},
    {"by", "values", "of values (Pearson)"},
    {"by", "ranks", "of ranks (Spearman)"},
    {"errors", "newey_west", "Newey and West"},
    {"errors", "hodrick", "Hodrick"},
    {"errors", "ewc", "equal-weighted cosine"},
};

std::string_view last_part(std::string_view path) { return path.substr(path.rfind('.') + 1); }

const Words* words_of(std::string_view key) {
  const auto* const found = std::ranges::find(kChoices, key, &Words::key);
  return found == std::end(kChoices) ? nullptr : found;
}

std::string spaced(std::string_view key) {
  std::string text(key);
  std::ranges::replace(text, '_', ' ');
  return text;
}

// Whether every option but numbers has words, so that a colon reads better: "measure: levels".
bool is_worded(std::string_view choice) {
  return choice != "until" && std::ranges::find(kOptions, choice, &OptionWords::choice) != std::end(kOptions);
}

bool is_part(const LatticeChoice& choice) {
  return choice.options.size() == 2 && choice.options[0] == "in" && choice.options[1] == "out";
}

}  // namespace

std::string choice_in_words(std::string_view choice) {
  const bool formula = choice.find_first_of(" ()") != std::string_view::npos;
  if (formula) return std::string(choice);
  const auto last = last_part(choice);
  const auto* words = words_of(last);
  if (last.size() == choice.size()) return words ? std::string(words->words) : spaced(choice);
  if (!words) return std::string(choice);
  auto above = spaced(choice.substr(0, choice.size() - last.size() - 1));
  std::ranges::replace(above, '.', ' ');
  return fmt::format("{} of {}", words->words, above);
}

std::string option_in_words(std::string_view choice, std::string_view option) {
  const auto key = last_part(choice);
  for (const auto& one : kOptions)
    if (one.choice == key && one.key == option) return std::string(one.words);
  return std::string(option);
}

std::string change_in_words(const LatticeChoice& choice, std::size_t option) {
  if (is_part(choice))
    return fmt::format("{} {}", option == 1 ? "without" : "with", choice_in_words(choice.name));
  return fmt::format("{}{} {} instead of {}", choice_in_words(choice.name),
                     is_worded(last_part(choice.name)) ? ":" : "",
                     option_in_words(choice.name, choice.options[option]),
                     option_in_words(choice.name, choice.options[choice.usual]));
}

}  // namespace rerate

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rerate/base/toml_table.h"

namespace rerate {

// Figures in the tables of a [[rotation]], each within a range, so that no file asks for more memory or time than there is.
// All throw UserError study_file at the value, and say the range.
struct KeyRange {
  double least = 0, most = 0;
  bool above_least = false;  // `least` itself is out
};
double number_within(const TomlValue& value, std::string_view key, KeyRange range);
double read_number(const TomlTable& table, std::string_view key, double usual, KeyRange range);
// Percent in the file and in `range`, a fraction in the request: 40 is 0.4. `usual` is a fraction.
double read_percent(const TomlTable& table, std::string_view key, double usual, KeyRange range);
int count_within(const TomlValue& value, std::string_view key, int least, int most);
int read_count(const TomlTable& table, std::string_view key, int usual, int least, int most);
// Months, as a number or as a length of time: 12, "12m", "1y"; "0m" where `least` is 0.
int months_within(const TomlValue& value, std::string_view key, int least, int most);
int read_months(const TomlTable& table, std::string_view key, int usual, int least, int most);

// One of the words, by its number from 0; the nearest is named when it is none of them.
std::size_t word_among(const TomlValue& value, std::string_view key, const std::vector<std::string>& words);

// The words of an enumeration from 0 to `last`, as to_string() has them.
template <class Enum>
std::vector<std::string> words_to(Enum last) {
  std::vector<std::string> words;
  for (int i = 0; i <= static_cast<int>(last); ++i) words.emplace_back(to_string(static_cast<Enum>(i)));
  return words;
}
template <class Enum>
Enum read_word(const TomlTable& table, std::string_view key, Enum usual, Enum last) {
  const auto value = table.find(key);
  return value ? static_cast<Enum>(word_among(*value, key, words_to(last))) : usual;
}

// Place of a key, or that of its table.
Place place_of(const TomlTable& table, std::string_view key);

}  // namespace rerate

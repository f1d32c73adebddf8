#include "rerate/study/rotation_keys.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "rerate/base/duration.h"
#include "rerate/base/number_text.h"
#include "rerate/base/spelling.h"

namespace rerate {
namespace {

std::string in_words(KeyRange range) {
  if (range.above_least)
    return fmt::format("above {} and at most {}", shortest(range.least), shortest(range.most));
  return fmt::format("between {} and {}", shortest(range.least), shortest(range.most));
}

}  // namespace

double number_within(const TomlValue& value, std::string_view key, KeyRange range) {
  const double number = value.number();
  const bool low = range.above_least ? number <= range.least : number < range.least;
  if (low || number > range.most)
    value.refuse(fmt::format("`{}` must be {}, not {}", key, in_words(range), shortest(number)));
  return number;
}

double read_number(const TomlTable& table, std::string_view key, double usual, KeyRange range) {
  const auto value = table.find(key);
  return value ? number_within(*value, key, range) : usual;
}

double read_percent(const TomlTable& table, std::string_view key, double usual, KeyRange range) {
  const auto value = table.find(key);
  return value ? number_within(*value, key, range) / 100 : usual;
}

int count_within(const TomlValue& value, std::string_view key, int least, int most) {
  const auto count = value.integer();
  if (count < least || count > most)
    value.refuse(fmt::format("`{}` must be between {} and {}, not {}", key, least, most, count));
  return static_cast<int>(count);
}

int read_count(const TomlTable& table, std::string_view key, int usual, int least, int most) {
  const auto value = table.find(key);
  return value ? count_within(*value, key, least, most) : usual;
}

int months_within(const TomlValue& value, std::string_view key, int least, int most) {
  if (value.type() == TomlValue::Type::number) {
    const auto count = value.integer();
    if (count < least || count > most)
      value.refuse(fmt::format("`{}` must be {} to {} months, not {}", key, least, most, count));
    return static_cast<int>(count);
  }
  const auto text = value.text();
  const auto length = parse_duration(text);
  const auto months = length ? whole_months(*length) : std::nullopt;
  if (!months || *months < least || *months > most)
    value.refuse(
        fmt::format("`{}` must be {} to {} months, not \"{}\"", key, least, most, text.substr(0, 80)),
        "Write it in months or years: \"12m\", \"1y\".");
  return *months;
}

int read_months(const TomlTable& table, std::string_view key, int usual, int least, int most) {
  const auto value = table.find(key);
  return value ? months_within(*value, key, least, most) : usual;
}

std::size_t word_among(const TomlValue& value, std::string_view key, const std::vector<std::string>& words) {
  const auto word = value.text();
  const auto at = std::find(words.begin(), words.end(), word);
  if (at == words.end())
    value.refuse(fmt::format("unknown `{}`: \"{}\"", key, word.substr(0, 80)),
                 did_you_mean(word, words, fmt::format("It is one of: {}.", fmt::join(words, ", "))));
  return static_cast<std::size_t>(at - words.begin());
}

Place place_of(const TomlTable& table, std::string_view key) {
  const auto value = table.find(key);
  return value ? value->place() : table.place();
}

}  // namespace rerate

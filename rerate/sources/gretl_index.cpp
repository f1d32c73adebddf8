#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

#include "rerate/base/error.h"
#include "rerate/sources/csv_reader.h"
#include "rerate/sources/gretl_bank.h"

namespace rerate {
namespace {

constexpr std::size_t kMostPeriods = 330'000;     // days in the years that the library knows
constexpr std::size_t kMostValues = 100'000'000;  // 400 MB of .bin; fedstl has 323,715

[[noreturn]] void complain(const std::string& file, int line, std::string what, std::string mend = {}) {
  refuse(ErrorCode::bank_format, std::move(what), std::move(mend), Place{file, line});
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

// Splits off what comes before the first `separator`, or everything.
std::string_view take_until(std::string_view& rest, std::string_view separator) {
  const auto at = rest.find(separator);
  const auto taken = trimmed(rest.substr(0, at));
  rest = at == std::string_view::npos ? std::string_view{} : rest.substr(at + separator.size());
  return taken;
}

std::optional<int> whole_number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

struct BankFrequency {
  Frequency frequency;
  BankDays days = BankDays::every_day;
};

std::optional<BankFrequency> bank_frequency(std::string_view letter) {
  if (letter == "A") return BankFrequency{Frequency::annual};
  if (letter == "Q") return BankFrequency{Frequency::quarterly};
  if (letter == "M") return BankFrequency{Frequency::monthly};
  if (letter == "W") return BankFrequency{Frequency::weekly};
  if (letter == "B") return BankFrequency{Frequency::daily, BankDays::business_days};
  if (letter == "S") return BankFrequency{Frequency::daily, BankDays::monday_to_saturday};
  if (letter == "D") return BankFrequency{Frequency::daily};
  return std::nullopt;
}

// "1990.1" is the first quarter of 1990, "1990.01" its first month.
std::optional<Period> bank_period(Frequency frequency, std::string_view text) {
  std::string iso(text);
  std::replace(iso.begin(), iso.end(), '/', '-');
  if (!is_regular(frequency)) return parse_period(frequency, iso);
  const auto year = whole_number(text.substr(0, 4));
  if (text.size() < 4 || !year || *year < 1600 || *year > 2500) return std::nullopt;
  if (frequency == Frequency::annual) return text.size() == 4 ? parse_period(frequency, text) : std::nullopt;
  const std::size_t digits = frequency == Frequency::monthly ? 2 : 1;
  if (text.size() != 5 + digits || (text[4] != '.' && text[4] != ':')) return std::nullopt;
  const auto part = whole_number(text.substr(5));
  const int parts = frequency == Frequency::monthly ? 12 : 4;
  if (!part || *part < 1 || *part > parts) return std::nullopt;
  return period_of(frequency, make_date(*year, (*part - 1) * (12 / parts) + 1, 1));
}

bool has_day(BankDays days, std::int32_t ordinal) {
  return static_cast<int>(weekday(Date{ordinal})) < static_cast<int>(days);
}

// How many observations lie between two periods, both included.
std::size_t span_count(const BankFrequency& frequency, std::int32_t first, std::int32_t last) {
  if (last < first) return 0;
  if (frequency.frequency == Frequency::weekly) return static_cast<std::size_t>((last - first) / 7 + 1);
  if (frequency.days == BankDays::every_day) return static_cast<std::size_t>(last - first + 1);
  std::size_t count = 0;
  for (auto day = first; day <= last; ++day) count += has_day(frequency.days, day);
  return count;
}

// "Industrial Production: Total Index, 2017=100, SA": the unit is the last but one part.
std::string unit_in(std::string_view title) {
  const auto last = title.rfind(", ");
  if (last == std::string_view::npos || last == 0) return "";
  const auto before = title.rfind(", ", last - 1);
  if (before == std::string_view::npos) return "";
  const auto unit = title.substr(before + 2, last - before - 2);
  return unit == "%" ? "percent" : std::string(unit);
}

bool is_bank_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// Lines of the index with their numbers; blank ones and comments are passed over.
class IndexLines {
 public:
  IndexLines(std::string_view text, const std::string& file) : rest_(text), file_(file) {}

  std::optional<std::string_view> next() {
    while (!rest_.empty()) {
      const auto end = rest_.find('\n');
      const auto line = trimmed(rest_.substr(0, end));
      rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
      ++number_;
      check(line);
      if (number_ == 1 && line.starts_with('#')) title_ = std::string(trimmed(line.substr(1)));
      if (!line.empty() && !line.starts_with('#')) return line;
    }
    return std::nullopt;
  }
  int number() const { return number_; }
  const std::string& title() const { return title_; }

 private:
  void check(std::string_view line) const {
    if (line.size() > 4000) complain(file_, number_, "a line of more than 4000 characters");
    const auto binary = [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; };
    if (std::any_of(line.begin(), line.end(), binary)) complain(file_, number_, "the index is not text");
  }

  std::string_view rest_;
  const std::string& file_;
  int number_ = 0;
  std::string title_;
};

BankSeries named_series(std::string_view line, int number, const std::string& file) {
  BankSeries series{};
  series.line = number;
  const auto name = line.substr(0, line.find_first_of(" \t"));
  series.name = std::string(name);
  for (char& c : series.name)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  if (!is_bank_name(series.name))
    complain(file, number, fmt::format("`{}` is not a series name", shown(name)),
             "A series has two lines: its name and title, then its frequency and dates.");
  for (const char c : trimmed(line.substr(name.size()))) {
    const auto byte = static_cast<unsigned char>(c);
    series.title += byte < 0x7F ? c : '?';  // banks are ASCII; anything else has no known encoding
  }
  if (series.title.empty()) series.title = series.name;
  series.unit = unit_in(series.title);
  return series;
}

// "M  1992.01 - 2022.08  n = 368"
void read_span(std::string_view line, int number, const std::string& file, BankSeries& series) {
  const auto wrong = [&](std::string what) {
    complain(file, number, fmt::format("series `{}`: {}", series.name, what),
             "The line reads like: M  1992.01 - 2022.08  n = 368");
  };
  const auto letter = line.substr(0, line.find_first_of(" \t"));
  const auto frequency = bank_frequency(letter);
  if (!frequency) wrong(fmt::format("frequency `{}` is none of A Q M W B S D", shown(letter)));
  auto rest = line.substr(letter.size());
  const auto first_text = take_until(rest, " - ");
  const auto last_text = take_until(rest, "n =");
  const auto count = whole_number(trimmed(rest));
  const auto first = bank_period(frequency->frequency, first_text);
  const auto last = bank_period(frequency->frequency, last_text);
  if (!first) wrong(fmt::format("`{}` is not a date of its frequency", shown(first_text)));
  if (!last) wrong(fmt::format("`{}` is not a date of its frequency", shown(last_text)));
  if (!count) wrong("the number of observations is missing");
  if (frequency->frequency == Frequency::daily && !has_day(frequency->days, first->ordinal))
    wrong(fmt::format("{} is not one of its days of the week", first_text));
  series.frequency = frequency->frequency;
  series.days = frequency->days;
  series.first = first->ordinal;
  series.count = static_cast<std::size_t>(*count);
  series.dated = span_count(*frequency, first->ordinal, last->ordinal);
  if (series.count > kMostPeriods) wrong(fmt::format("n = {} is more than {}", *count, kMostPeriods));
  if (series.dated == 0 || series.count < series.dated)
    wrong(fmt::format("n = {}, but {} - {} spans {} observations", *count, first_text, last_text,
                      series.dated));
}

}  // namespace

BankIndex parse_gretl_index(std::string_view text, const std::string& file) {
  BankIndex index;
  std::set<std::string> names;
  IndexLines lines(text, file);
  while (const auto line = lines.next()) {
    auto series = named_series(*line, lines.number(), file);
    if (!names.insert(series.name).second)
      complain(file, series.line, fmt::format("series `{}` stands here twice", series.name));
    const auto span = lines.next();
    if (!span)
      complain(file, series.line, fmt::format("series `{}` has no line with its dates", series.name));
    read_span(*span, lines.number(), file, series);
    index.values += series.count;
    if (index.values > kMostValues)
      complain(file, lines.number(), fmt::format("more than {} values", kMostValues));
    index.series.push_back(std::move(series));
  }
  if (index.series.empty()) complain(file, 1, "the index names no series");
  index.title = lines.title();
  return index;
}

}  // namespace rerate

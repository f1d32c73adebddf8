#include "rerate/study/style_curve_request.h"

#include <fmt/format.h>

#include <algorithm>

#include "rerate/base/number_text.h"
#include "rerate/base/spelling.h"
#include "rerate/study/toml_dates.h"

namespace rerate {
namespace {

constexpr int kFewestDraws = 100, kMostDraws = 20'000;
constexpr std::size_t kLongestName = 40;

SeriesUse require_use(const TomlTable& table, const std::string& key, std::string role,
                      std::string_view example) {
  const auto value = table.require(key, example);
  return {std::move(role), value.text(), value.inner_place()};
}

void check_pair(const StylePairRequest& pair) {
  if (pair.value.formula == pair.growth.formula)
    refuse(ErrorCode::study_file,
           fmt::format("`{}` is the same formula as `{}`", pair.growth.role, pair.value.role),
           "Name two indexes, one of value and one of growth stocks.", pair.growth.place);
}

void check_name(const std::string& name, const TomlValue& at) {
  const bool letters = !name.empty() && name.size() <= kLongestName && name[0] >= 'a' && name[0] <= 'z' &&
                       std::all_of(name.begin(), name.end(), [](char c) {
                         return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
                       });
  if (!letters)
    at.refuse(
        fmt::format("`{}` is no name for a pair", name.substr(0, 80)),
        fmt::format("Names are lower case letters, digits and _, begin with a letter, and have at most {}.",
                    kLongestName));
}

std::vector<StylePairRequest> read_named_pairs(const TomlValue& value) {
  const auto table = value.table();
  std::vector<StylePairRequest> pairs;
  for (const auto& name : table.keys()) {
    const auto found = table.find(name);
    check_name(name, *found);
    const auto one = found->table();
    StylePairRequest pair{name, one.text("title").value_or(name),
                          require_use(one, "value", "value", "value = \"small_value\""),
                          require_use(one, "growth", "growth", "growth = \"small_growth\"")};
    one.finish("a pair of styles");
    check_pair(pair);
    pairs.push_back(std::move(pair));
  }
  if (pairs.empty())
    value.refuse("`pairs` is empty", "For example { small = { value = \"...\", growth = \"...\" } }.");
  if (pairs.size() > kMostStylePairs)
    value.refuse(fmt::format("{} pairs are more than {}", pairs.size(), kMostStylePairs),
                 "Choose among them.");
  return pairs;
}

std::vector<StylePairRequest> read_pairs(const TomlTable& table) {
  const auto named = table.find("pairs");
  const bool plain = table.find("value") || table.find("growth");
  const auto large_value = table.find("large_value"), large_growth = table.find("large_growth");
  if (named) {
    if (plain || large_value || large_growth)
      named->refuse("either `pairs`, or `value` and `growth`, not both");
    return read_named_pairs(*named);
  }
  std::vector<StylePairRequest> pairs = {
      {"small", "small caps", require_use(table, "value", "value", "value = \"small_value\""),
       require_use(table, "growth", "growth", "growth = \"small_growth\"")}};
  if (large_value || large_growth)
    pairs.push_back({"large", "large caps",
                     require_use(table, "large_value", "large_value", "large_value = \"large_value\""),
                     require_use(table, "large_growth", "large_growth", "large_growth = \"large_growth\"")});
  for (const auto& pair : pairs) check_pair(pair);
  return pairs;
}

// A whole number of months between `least` and `most`.
int read_months(const TomlTable& table, std::string_view key, int otherwise, int least, int most) {
  const auto value = table.find(key);
  if (!value) return otherwise;
  const auto duration = read_duration(*value);
  const auto months = periods_in(duration, Frequency::monthly);
  if (!months || *months < least || *months > most)
    value->refuse(fmt::format("`{}` must be {} to {} months, not {}", key, least, most, to_string(duration)),
                  fmt::format("Write it in months: \"{}m\".", otherwise));
  return *months;
}

void read_intervals(const TomlTable& table, StyleCurveQuestion& question) {
  if (const auto draws = table.find("draws")) {
    const auto count = draws->integer();
    if (count < kFewestDraws || count > kMostDraws)
      draws->refuse(fmt::format("`draws` must be between {} and {}, not {}", kFewestDraws, kMostDraws, count),
                    "2000 draws settle the ends of an interval to a few hundredths of its width.");
    question.draws = static_cast<int>(count);
  }
  if (const auto level = table.find("level")) {
    question.level = level->number();
    if (!(question.level >= 0.5 && question.level <= 0.99))
      level->refuse(fmt::format("`level` must be between 0.5 and 0.99, not {}", shortest(question.level)),
                    "For a 90% interval write 0.90.");
  }
}

// Text where the last zero matters: "0.710".
std::optional<double> figure_of(const TomlValue& value) {
  if (value.type() == TomlValue::Type::number) return value.number();
  return value.type() == TomlValue::Type::text ? parse_number(value.text()) : std::nullopt;
}

// The first claim about the correlation, for the section's own words. Claims are read, checked and judged with those of all
// other kinds (claim_request.h): here any other form says nothing.
std::optional<double> read_claim(const TomlTable& table) {
  for (const auto* key : {"claim", "claims"}) {
    const auto value = table.find(key);
    if (!value) continue;
    for (const auto& one : value->array()) {
      if (one.type() != TomlValue::Type::table) continue;
      const auto claimed = one.table().find("correlation");
      const auto number = claimed ? figure_of(*claimed) : std::nullopt;
      if (!number) continue;
      if (!(*number >= -1 && *number <= 1))
        claimed->refuse(
            fmt::format("a correlation lies between -1 and 1, but the claim is {}", shortest(*number)),
            "Write 0.71 for 71%.");
      return number;
    }
  }
  return std::nullopt;
}

StyleMeasure measure_of(const TomlTable& table) {
  const auto word = table.choice("measure", {"level", "return_on_level", "change", "annual_change"});
  if (word == "level") return StyleMeasure::level;
  if (word == "return_on_level") return StyleMeasure::return_on_level;
  return word == "change" ? StyleMeasure::change : StyleMeasure::annual_change;
}

std::size_t pair_named(const TomlValue& value, const std::vector<StylePairRequest>& pairs) {
  const auto name = value.text();
  std::vector<std::string> names;
  for (const auto& pair : pairs) names.push_back(pair.name);
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end())
    value.refuse(fmt::format("there is no pair `{}`", name.substr(0, 80)),
                 did_you_mean(name, names,
                              "Pairs are named in `pairs`; the four plain keys make `small` and `large`."));
  return static_cast<std::size_t>(found - names.begin());
}

// "0m" and 0 are no length of time: the curve of the same month.
bool is_none(const TomlValue& lead) {
  return lead.type() == TomlValue::Type::number ? lead.number() == 0 : lead.text() == "0m";
}

StyleDefinition read_correlation(const TomlTable& section, const std::vector<StylePairRequest>& pairs) {
  StyleDefinition asked;
  const auto value = section.find("correlation");
  if (!value) return asked;
  const auto table = value->table();
  if (const auto pair = table.find("pair")) asked.pair = pair_named(*pair, pairs);
  asked.measure = measure_of(table);
  const auto lead = table.find("lead");
  if (lead && !is_none(*lead)) asked.lead = read_months(table, "lead", 0, 0, kLongestStyleLead);
  asked.by_ranks = table.choice("by", {"values", "ranks"}) == "ranks";
  table.finish("a correlation");
  return asked;
}

}  // namespace

StyleCurveRequest read_style_curve(const TomlTable& table) {
  StyleCurveRequest request;
  auto& question = request.question;
  request.place = question.place = question.window_place = table.place();
  request.curve = require_use(table, "curve", "curve", "curve = \"rates.gs10 - bey(rates.tb3ms)\"");
  question.curve_place = request.curve.place;
  request.pairs = read_pairs(table);
  question.year = read_months(table, "annual", question.year, 2, 120);
  question.lead = read_months(table, "lead", question.lead, 1, 120);
  question.window = read_months(table, "window", question.window, 12, 600);
  if (const auto window = table.find("window")) question.window_place = window->place();
  if (table.choice("rolling", {"change", "annual_change"}).value_or("change") == "annual_change")
    question.rolling = StyleMeasure::annual_change;
  read_intervals(table, question);
  question.from = read_date(table, "from", Edge::first_day);
  question.to = read_date(table, "to", Edge::last_day);
  if (question.from && question.to && *question.from >= *question.to)
    table.refuse("`from` must be before `to`");
  question.asked = read_correlation(table, request.pairs);
  request.claim = read_claim(table);
  return request;
}

std::vector<SeriesUse> uses_of(const StyleCurveRequest& request) {
  std::vector<SeriesUse> uses = {request.curve};
  for (const auto& pair : request.pairs) {
    uses.push_back(pair.value);
    uses.push_back(pair.growth);
  }
  return uses;
}

}  // namespace rerate

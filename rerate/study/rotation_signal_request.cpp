#include "rerate/study/rotation_signal_request.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "rerate/base/number_text.h"
#include "rerate/base/spelling.h"
#include "rerate/study/rotation_keys.h"

namespace rerate {
namespace {

constexpr std::size_t kMostSignals = 12, kMostDrivers = 12, kLongestTemplate = 2000, kLongestName = 40;
constexpr int kMostMonths = 600, kLeastFirst = 12, kLeastMacroMonths = 24, kMostChange = 60;
constexpr double kLargestWeight = 1000, kLeastPenalty = 1e-10, kLargestPenalty = 1e10;
constexpr std::string_view kPlaceholder = "{sector}";

// Columns of the ranking, in which a signal has one of its own.
constexpr std::array<std::string_view, 16> kColumns = {
    "sector",      "title",  "date",       "month",       "score",    "rank",      "rank_before", "change",
    "rank_change", "weight", "among_best", "among_worst", "rank_low", "rank_high", "confidence",  "favoured"};

void check_name(const std::string& name, const TomlValue& value) {
  const bool good = !name.empty() && name.size() <= kLongestName && name[0] >= 'a' && name[0] <= 'z' &&
                    std::all_of(name.begin(), name.end(), [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
                    });
  if (!good)
    value.refuse(
        fmt::format("`{}` is no name for a signal", name.substr(0, 80)),
        fmt::format("Names are lower case letters, digits and _, begin with a letter, and have at most {}.",
                    kLongestName));
  if (std::find(kColumns.begin(), kColumns.end(), name) != kColumns.end())
    value.refuse(fmt::format("a signal may not be called `{}`", name),
                 "The ranking has a column of that name; choose another.");
}

SignalKind read_kind(const TomlTable& table, const std::string& name, const TomlValue& value) {
  const auto words = words_to(SignalKind::macro);
  if (const auto kind = table.find("kind")) return static_cast<SignalKind>(word_among(*kind, "kind", words));
  const auto own = std::find(words.begin(), words.end(), name);
  if (own == words.end())
    value.refuse(
        fmt::format("the signal `{}` says no `kind`", name),
        did_you_mean(name, words, fmt::format("Write kind = \"...\", one of: {}.", fmt::join(words, ", "))));
  return static_cast<SignalKind>(own - words.begin());
}

double read_sign(const TomlTable& table) {
  const auto sign = table.find("sign");
  if (!sign) return 1;
  if (const double number = sign->number(); number == 1 || number == -1) return number;
  sign->refuse(fmt::format("`sign` must be 1 or -1, not {}", shortest(sign->number())),
               "1 where more is better, -1 where less is.");
}

double read_weight(const TomlTable& table) {
  const auto weight = table.find("weight");
  if (!weight) return 1;
  const double number = weight->number();
  if (number > 0 && number <= kLargestWeight) return number;
  refuse(ErrorCode::rotation_weights,
         fmt::format("`weight` must be above 0 and at most {}, not {}", shortest(kLargestWeight),
                     shortest(number)),
         "Leave a signal out instead of weighing it 0; sign = -1 turns it.", weight->place());
}

void read_momentum(const TomlTable& table, SignalDefinition& signal) {
  signal.months = read_months(table, "months", 12, 1, kMostMonths);
  signal.skip = read_months(table, "skip", 1, 0, kMostMonths);
  if (signal.skip < signal.months) return;
  refuse(ErrorCode::rotation_signal,
         fmt::format("`skip` ({}) must be below `months` ({})", signal.skip, signal.months),
         "12-1 momentum is months = 12, skip = 1.", place_of(table, "skip"));
}

std::string of_sector(std::string text, const std::string& sector) {
  for (auto at = text.find(kPlaceholder); at != std::string::npos;
       at = text.find(kPlaceholder, at + sector.size()))
    text.replace(at, kPlaceholder.size(), sector);
  return text;
}

std::string checked_formula(const TomlValue& value) {
  auto text = value.text();
  if (text.size() > kLongestTemplate)
    value.refuse(fmt::format("a formula of {} characters is longer than {}", text.size(), kLongestTemplate),
                 "Give its parts names in [series].");
  return text;
}

std::string role_of(const std::string& signal, const std::string& sector) {
  return fmt::format("{} of {}", signal, sector);
}

void read_template(const TomlValue& value, const std::vector<NamedFormula>& sectors,
                   RotationSignalRequest& request) {
  const auto text = checked_formula(value);
  if (text.find(kPlaceholder) == std::string::npos)
    value.refuse("`figures` has no {sector}: it would be the same for all sectors",
                 "Write \"mine.revisions_{sector}\", or a formula for each: { nodur = \"...\" }.");
  for (const auto& sector : sectors)
    request.figures.emplace_back(SeriesUse{role_of(request.signal.name, sector.name),
                                           of_sector(text, sector.name), value.inner_place()});
}

void read_by_sector(const TomlValue& value, const std::vector<NamedFormula>& sectors,
                    RotationSignalRequest& request) {
  const auto table = value.table();
  request.figures.resize(sectors.size());
  for (const auto& name : table.keys()) check_name_of(name, sectors, "sector", *table.find(name));
  for (std::size_t i = 0; i < sectors.size(); ++i)
    if (const auto formula = table.find(sectors[i].name))
      request.figures[i] =
          SeriesUse{role_of(request.signal.name, sectors[i].name),
                    of_sector(checked_formula(*formula), sectors[i].name), formula->inner_place()};
  if (table.keys().empty()) value.refuse("`figures` names no sector", "{ nodur = \"FORMULA\", ... }");
}

void read_figures(const TomlTable& table, const std::vector<NamedFormula>& sectors,
                  RotationSignalRequest& request) {
  const auto value = table.require("figures", "figures = \"mine.revisions_{sector}\"");
  if (value.type() == TomlValue::Type::text)
    read_template(value, sectors, request);
  else
    read_by_sector(value, sectors, request);
}

void read_macro(const TomlTable& table, RotationSignalRequest& request) {
  auto& signal = request.signal;
  request.drivers = read_named_formulas(table.require("drivers", "drivers = { rate = \"rates.gs10\" }"),
                                        "driver", kMostDrivers);
  for (const auto& driver : request.drivers)
    if (driver.name == "sector" || driver.name == "scenario" || driver.name == "rank")
      refuse(ErrorCode::study_file, fmt::format("a driver may not be called `{}`", driver.name),
             "The table of sensitivities has a column of that name; choose another.", driver.use.place);
  signal.months = read_months(table, "months", 60, kLeastMacroMonths, kMostMonths);
  const int least = static_cast<int>(request.drivers.size()) + 2;
  if (signal.months < least)
    refuse(ErrorCode::rotation_signal,
           fmt::format("`months` ({}) must be at least {} with {} drivers", signal.months, least,
                       request.drivers.size()),
           {}, place_of(table, "months"));
  signal.penalty = read_number(table, "penalty", signal.penalty, {kLeastPenalty, kLargestPenalty});
  signal.change_months = read_months(table, "change", signal.change_months, 1, kMostChange);
}

void read_keys_of_kind(const TomlTable& table, const std::vector<NamedFormula>& sectors,
                       RotationSignalRequest& request) {
  auto& signal = request.signal;
  switch (signal.kind) {
    case SignalKind::momentum: return read_momentum(table, signal);
    case SignalKind::reversal: signal.months = read_months(table, "months", 1, 1, kMostMonths); return;
    case SignalKind::volatility: signal.months = read_months(table, "months", 12, 2, kMostMonths); return;
    case SignalKind::trend: signal.months = read_months(table, "months", 10, 2, kMostMonths); return;
    case SignalKind::own_history:
      signal.first = read_months(table, "first", signal.first, kLeastFirst, kMostMonths);
      return read_figures(table, sectors, request);
    case SignalKind::figures: return read_figures(table, sectors, request);
    case SignalKind::macro: return read_macro(table, request);
  }
}

RotationSignalRequest read_signal(const std::string& name, const TomlValue& value,
                                  const std::vector<NamedFormula>& sectors) {
  check_name(name, value);
  if (value.type() != TomlValue::Type::table)
    value.refuse(fmt::format("the signal `{}` must be a table", name),
                 "Write momentum = { months = 12, skip = 1 }, or momentum = {}.");
  const auto table = value.table();
  RotationSignalRequest request;
  auto& signal = request.signal;
  signal.name = name;
  signal.place = value.place();
  signal.kind = read_kind(table, name, value);
  signal.title = table.text("title").value_or(std::string());
  signal.sign = read_sign(table);
  signal.weight = read_weight(table);
  read_keys_of_kind(table, sectors, request);
  table.finish(fmt::format("a signal of the kind {}", to_string(signal.kind)));
  return request;
}

}  // namespace

std::vector<RotationSignalRequest> read_rotation_signals(const TomlValue& value,
                                                         const std::vector<NamedFormula>& sectors) {
  const auto table = value.table();
  std::vector<RotationSignalRequest> signals;
  const auto names = table.keys();
  if (names.size() > kMostSignals)
    value.refuse(fmt::format("{} signals are more than {}", names.size(), kMostSignals),
                 "Choose among them.");
  for (const auto& name : names) signals.push_back(read_signal(name, *table.find(name), sectors));
  if (signals.empty()) value.refuse("no signal is named", "Name at least one: momentum = {}.");
  return signals;
}

}  // namespace rerate

#include "rerate/study/fair_value_scenario_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "rerate/base/number_text.h"

namespace rerate {
namespace {

constexpr std::size_t kLongestPath = 1000;
constexpr std::array<std::string_view, 5> kKinds = {"consensus", "bottom_up", "soft_landing", "recession",
                                                    "custom"};

[[noreturn]] void refuse_scenario(const TomlValue& at, std::string what, std::string mend = {}) {
  refuse(ErrorCode::fair_value_scenario, std::move(what), std::move(mend), at.place());
}

ScenarioKind read_kind(const TomlTable& table) {
  const auto word = table.choice("kind", {kKinds.begin(), kKinds.end()}).value_or(std::string(kKinds.back()));
  return static_cast<ScenarioKind>(std::find(kKinds.begin(), kKinds.end(), word) - kKinds.begin());
}

std::vector<double> read_path(const TomlValue& value) {
  std::vector<double> path;
  for (const auto& element : value.array()) path.push_back(element.number());
  if (path.empty()) value.refuse("the path is empty", "Give a number, or a path: [0.2, 0.5, 1.0].");
  if (path.size() > kLongestPath)
    value.refuse(fmt::format("the path has {} values, more than {}", path.size(), kLongestPath));
  return path;
}

void read_set(const TomlValue& value, const std::vector<NamedFormula>& drivers, ScenarioRequest& request) {
  const auto table = value.table();
  for (const auto& name : table.keys()) {
    const auto given = *table.find(name);
    check_name_of(name, drivers, "driver", given);
    if (given.type() == TomlValue::Type::text)
      request.set_formulas.emplace(name, SeriesUse{name, given.text(), given.inner_place()});
    else
      request.scenario.set.emplace(name, read_path(given));
  }
}

void read_shift(const TomlValue& value, const std::vector<NamedFormula>& drivers, ScenarioRequest& request) {
  const auto table = value.table();
  for (const auto& name : table.keys()) {
    const auto given = *table.find(name);
    check_name_of(name, drivers, "driver", given);
    if (request.scenario.set.contains(name) || request.set_formulas.contains(name))
      refuse_scenario(given, fmt::format("`{}` stands in `set` and in `shift`", name), "Keep one of them.");
    request.scenario.shift.emplace(name, given.number());
  }
}

void check_growth(double growth, const Place& place) {
  if (growth <= -100)
    refuse(ErrorCode::fair_value_scenario,
           fmt::format("growth of {}% leaves no fundamental", shortest(growth)),
           "Write growth in percent: 5.0 for 5%.", place);
}

void check_multiple(double multiple, const Place& place) {
  if (multiple <= 0)
    refuse(ErrorCode::fair_value_scenario,
           fmt::format("a multiple must be positive, not {}", shortest(multiple)),
           "Write it as a ratio: 1.4.", place);
}

void read_results(const TomlTable& table, ScenarioRequest& request) {
  request.growth = read_given_figure(table, "growth");
  if (request.growth)
    if (const auto* number = std::get_if<double>(&*request.growth))
      check_growth(*number, table.find("growth")->place());
  request.multiple = read_given_figure(table, "multiple");
  if (request.multiple)
    if (const auto* number = std::get_if<double>(&*request.multiple))
      check_multiple(*number, table.find("multiple")->place());
  if (const auto level = table.find("level")) {
    request.scenario.level = level->number();
    if (*request.scenario.level <= 0) refuse_scenario(*level, "`level` must be positive");
    if (request.growth && request.multiple)
      refuse_scenario(*level,
                      "`level`, `growth` and `multiple` cannot all be given: two of them make the third",
                      "Leave one of them out.");
  }
  if (const auto probability = table.find("probability")) {
    request.scenario.probability = probability->number();
    if (*request.scenario.probability < 0 || *request.scenario.probability > 1)
      refuse_scenario(*probability, "`probability` must be between 0 and 1", "For 50% write 0.5.");
  }
}

// A formula's newest figure that the scenario takes as a result.
double checked(const GivenFigure& figure, const SectionContext& context,
               void (*check)(double, const Place&)) {
  const double value = figure_of(figure, context);
  const auto* use = std::get_if<SeriesUse>(&figure);
  check(value, use ? use->place : Place{});
  return value;
}

}  // namespace

ScenarioRequest read_scenario(const TomlTable& table, const std::vector<NamedFormula>& drivers) {
  ScenarioRequest request;
  auto& scenario = request.scenario;
  scenario.place = table.place();
  const auto id = table.require("id", "id = \"consensus\"");
  scenario.id = id.text();
  const bool good = !scenario.id.empty() && scenario.id.size() <= 80 &&
                    std::all_of(scenario.id.begin(), scenario.id.end(), [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
                    });
  if (!good)
    id.refuse(fmt::format("`{}` is no scenario id", scenario.id.substr(0, 80)),
              "Ids are lower case letters, digits, - and _.");
  scenario.title = table.text("title").value_or(scenario.id);
  scenario.source = table.text("source").value_or(std::string());
  scenario.kind = read_kind(table);
  if (const auto set = table.find("set")) read_set(*set, drivers, request);
  if (const auto shift = table.find("shift")) read_shift(*shift, drivers, request);
  scenario.rest_today = table.choice("rest", {"today"}).has_value();
  read_results(table, request);
  table.finish("[[fair_value.scenario]]");
  return request;
}

Scenario scenario_of(const ScenarioRequest& request, const SectionContext& context) {
  auto scenario = request.scenario;
  for (const auto& [driver, use] : request.set_formulas) scenario.set[driver] = {figure_of(use, context)};
  if (request.growth) scenario.growth = checked(*request.growth, context, check_growth);
  if (request.multiple) scenario.multiple = checked(*request.multiple, context, check_multiple);
  return scenario;
}

}  // namespace rerate

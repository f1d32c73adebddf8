#include "rerate/models/scenario_drivers.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "rerate/models/driver_range.h"
#include "rerate/models/panel_columns.h"

namespace rerate {
namespace {

bool among(const std::vector<Index>& drivers, Index column) {
  return std::find(drivers.begin(), drivers.end(), column) != drivers.end();
}

bool is_read(const FairValueEquations& equations, DriversRead read, Index column) {
  return (read.multiple && among(equations.multiple().drivers, column)) ||
         (read.growth && among(equations.growth().drivers, column));
}

// Straight lines from today's figure through values that are evenly spread over the horizon.
Vector spread(double today, const std::vector<double>& values, Index horizon) {
  Vector path(horizon);
  const auto count = static_cast<double>(values.size()), steps = static_cast<double>(horizon);
  for (Index step = 0; step < horizon; ++step) {
    const double at = static_cast<double>(step + 1) * count / steps;  // in values: 1 is the first
    const auto before = std::min(static_cast<std::size_t>(at), values.size());
    const double share = at - static_cast<double>(before);
    const double from = before == 0 ? today : values[before - 1];
    path[step] = before == values.size() ? values.back() : from + share * (values[before] - from);
  }
  return path;
}

// Figures of a path that fall on whole periods; the last always does.
void judge(ScenarioDrivers& drivers, Index column, const std::vector<double>& values, Index horizon) {
  const auto count = static_cast<Index>(values.size());
  for (Index value = 1; value <= count; ++value)
    if (value * horizon % count == 0)
      drivers.judged.push_back(
          {value * horizon / count - 1, column, values[static_cast<std::size_t>(value - 1)]});
}

bool rests_today(const Scenario& scenario) {
  const bool solves_for_level = scenario.level && !scenario.growth && !scenario.multiple;
  return scenario.rest_today || scenario.kind == ScenarioKind::bottom_up || solves_for_level;
}

bool follows_contractions(const Scenario& scenario) {
  return scenario.kind == ScenarioKind::recession && !rests_today(scenario);
}

bool named(const Scenario& scenario, const std::string& name) {
  return scenario.set.contains(name) || scenario.shift.contains(name);
}

// The figures that a scenario states for a driver; none when it does not.
std::vector<double> stated(const FairValuePanel& panel, const Scenario& scenario, Index column,
                           const ContractionAverage* contractions) {
  const auto& name = panel.names[static_cast<std::size_t>(column)];
  if (const auto set = scenario.set.find(name); set != scenario.set.end()) return set->second;
  if (const auto shift = scenario.shift.find(name); shift != scenario.shift.end())
    return {panel.today[column] + shift->second};
  if (follows_contractions(scenario) && contractions)
    return {panel.today[column] + contractions->mean[column]};
  return {};
}

void check_names(const FairValuePanel& panel, const Scenario& scenario) {
  const auto where = fmt::format("scenario `{}`", scenario.id);
  for (const auto& [name, values] : scenario.set) column_named(panel, name, where, scenario.place);
  for (const auto& [name, change] : scenario.shift) column_named(panel, name, where, scenario.place);
}

[[noreturn]] void refuse_missing(const Scenario& scenario, const std::vector<std::string>& missing) {
  if (follows_contractions(scenario))
    refuse(
        ErrorCode::fair_value_contractions,
        fmt::format("scenario `{}` needs the mean contraction of `{}`, but there is no recession indicator",
                    scenario.id, fmt::join(missing, "`, `")),
        "Name one in `recession`, such as nber.recession, or set these drivers.", scenario.place);
  refuse(ErrorCode::fair_value_driver,
         fmt::format("scenario `{}` gives no value for {} `{}`", scenario.id,
                     missing.size() == 1 ? "driver" : "drivers", fmt::join(missing, "`, `")),
         {}, scenario.place);
}

std::string contractions_in_words(const FairValueEquations& equations, const Scenario& scenario,
                                  const ContractionAverage& average, DriversRead read) {
  const auto& panel = equations.panel();
  std::vector<std::string> changes, spells, left_out;
  for (Index column = 0; column < panel.drivers.cols(); ++column) {
    const auto& name = panel.names[static_cast<std::size_t>(column)];
    if (named(scenario, name) || !is_read(equations, read, column)) continue;
    changes.push_back(fmt::format("{} {:+.2f} (standard deviation {:.2f})",
                                  panel.titles[static_cast<std::size_t>(column)], average.mean[column],
                                  average.standard_deviation[column]));
  }
  if (changes.empty()) return {};
  for (const auto& contraction : average.used)
    spells.push_back(fmt::format("{} to {}", to_string(contraction.peak), to_string(contraction.trough)));
  for (const auto& peak : average.left_out) left_out.push_back(to_string(peak));
  auto words = fmt::format("Today's drivers plus their mean change over {} contractions ({}): {}.",
                           average.used.size(), fmt::join(spells, ", "), fmt::join(changes, ", "));
  if (!left_out.empty()) words += fmt::format(" Not used: {}.", fmt::join(left_out, ", "));
  return words;
}

void say_what_is_not_read(const FairValueEquations& equations, const Scenario& scenario, DriversRead read,
                          ScenarioDrivers& drivers) {
  const auto& panel = equations.panel();
  for (Index column = 0; column < panel.drivers.cols(); ++column) {
    const auto& name = panel.names[static_cast<std::size_t>(column)];
    if (!named(scenario, name) || is_read(equations, read, column)) continue;
    const bool in_multiple = among(equations.multiple().drivers, column);
    const bool in_growth = among(equations.growth().drivers, column);
    drivers.words.push_back(fmt::format("`{}` changes nothing here: {}.", name,
                                        in_multiple && in_growth
                                            ? "the scenario gives the multiple and growth itself"
                                        : in_multiple ? "the scenario gives the multiple itself"
                                        : in_growth   ? "the scenario gives growth itself"
                                                      : "neither equation has it"));
  }
}

}  // namespace

bool needs_contractions(const FairValueEquations& equations, const Scenario& scenario) {
  if (!follows_contractions(scenario)) return false;
  const auto read = drivers_read(scenario);
  for (Index column = 0; column < equations.panel().drivers.cols(); ++column)
    if (is_read(equations, read, column) &&
        !named(scenario, equations.panel().names[static_cast<std::size_t>(column)]))
      return true;
  return false;
}

DriversRead drivers_read(const Scenario& scenario) {
  return {!scenario.multiple, !scenario.growth && scenario.kind != ScenarioKind::bottom_up};
}

ScenarioDrivers scenario_drivers(const FairValueEquations& equations, const Scenario& scenario,
                                 const ContractionAverage* contractions) {
  const auto& panel = equations.panel();
  const Index horizon = equations.growth().horizon, columns = panel.drivers.cols();
  check_names(panel, scenario);
  const auto read = drivers_read(scenario);
  ScenarioDrivers drivers;
  drivers.end = panel.today;
  drivers.path = panel.today.transpose().replicate(horizon, 1);
  std::vector<std::string> missing;
  for (Index column = 0; column < columns; ++column) {
    const auto& name = panel.names[static_cast<std::size_t>(column)];
    const bool needed = is_read(equations, read, column);
    auto values = stated(panel, scenario, column, contractions);
    if (values.empty() && needed && !rests_today(scenario)) missing.push_back(name);
    if (!values.empty()) {
      drivers.end[column] = values.back();
      drivers.path.col(column) = spread(panel.today[column], values, horizon);
    }
    if (values.empty()) values.push_back(panel.today[column]);
    if (needed || named(scenario, name)) judge(drivers, column, values, horizon);
  }
  if (!missing.empty()) refuse_missing(scenario, missing);
  if (follows_contractions(scenario) && contractions) {
    auto words = contractions_in_words(equations, scenario, *contractions, read);
    if (!words.empty()) drivers.words.push_back(std::move(words));
  }
  say_what_is_not_read(equations, scenario, read, drivers);
  return drivers;
}

std::vector<std::string> outside_the_sample(const FairValueEquations& equations, const Vector& end,
                                            DriversRead read) {
  std::vector<std::string> outside;
  for (Index column = 0; column < end.size(); ++column) {
    if (!is_read(equations, read, column)) continue;
    const auto words = outside_in_words(equations, column, end[column]);
    if (words.empty()) continue;
    outside.push_back(fmt::format("{} {:.2f}: {}", equations.panel().titles[static_cast<std::size_t>(column)],
                                  end[column], words));
  }
  return outside;
}

}  // namespace rerate

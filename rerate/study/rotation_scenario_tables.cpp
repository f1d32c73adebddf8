#include "rerate/study/rotation_scenario_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/study/rotation_titles.h"
#include "rerate/study/sentence.h"
#include "rerate/study/table_cells.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

double at(const std::vector<double>& values, std::size_t i) {
  return i < values.size() ? values[i] : kMissing;
}

// Scenarios may be called as columns are.
void add_column(Table& table, std::string name, const char* unit, std::string title, int decimals) {
  const auto taken = [&](const Column& column) { return column.name == name; };
  while (std::any_of(table.columns.begin(), table.columns.end(), taken)) name += '_';
  table.columns.push_back({std::move(name), unit, std::move(title), decimals});
}

// None where a scenario means the same to all: its drivers do not move.
Cell rank_cell(const ScenarioSensitivity& scenario, std::size_t i) {
  const auto moves = [](double value) { return !std::isnan(value) && value != 0; };
  if (i >= scenario.rank.size() || scenario.rank[i] <= 0 ||
      std::none_of(scenario.by_sector.begin(), scenario.by_sector.end(), moves))
    return {};
  return static_cast<std::int64_t>(scenario.rank[i]);
}

Table sensitivities_table(const RotationFindings& found) {
  Table table{
      "sensitivities",
      fmt::format("What each scenario means for each sector against the mean of all, over its {} from {}, "
                  "by betas of {}; 90% intervals are those of the betas",
                  count_of(static_cast<std::size_t>(found.scenario_months), "month"),
                  month_in_words(found.scenarios_from),
                  month_in_words(found.panel.decided_at(found.betas_of))),
      {{"sector", "", "Sector", 0}},
      {}};
  for (const auto& scenario : found.sensitivities) {
    add_column(table, scenario.id, "pp", capitalised(scenario.title), 2);
    add_column(table, scenario.id + "_low", "pp", "90% low", 2);
    add_column(table, scenario.id + "_high", "pp", "90% high", 2);
    add_column(table, scenario.id + "_rank", "count", "Rank", 0);
  }
  for (std::size_t i = 0; i < found.sector_titles.size(); ++i) {
    std::vector<Cell> row = {capitalised(found.sector_titles[i])};
    for (const auto& scenario : found.sensitivities) {
      for (const auto* figures : {&scenario.by_sector, &scenario.low, &scenario.high})
        row.push_back(number_cell(at(*figures, i)));
      row.push_back(rank_cell(scenario, i));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

// Driver by driver.
Table scenario_drivers_table(const RotationFindings& found) {
  Table table{
      "scenario_drivers",
      fmt::format(
          "What the scenarios suppose of the drivers: changes from their figures known at the end of {}; "
          "the scenarios are made from {} on",
          month_in_words(found.panel.decided_at(found.now)), month_in_words(found.scenarios_from)),
      {{"driver", "", "Driver", 0}, {"unit", "", "Unit", 0}, {"now", "", "Now", 2}},
      {}};
  for (const auto& scenario : found.sensitivities)
    add_column(table, scenario.id, "", capitalised(scenario.title), 2);
  for (std::size_t i = 0; i < found.macro_drivers.size(); ++i) {
    const auto& driver = found.macro_drivers[i];
    std::vector<Cell> row = {capitalised(driver.title), driver.unit, number_cell(driver.figure)};
    for (const auto& scenario : found.sensitivities) row.push_back(number_cell(at(scenario.change, i)));
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

std::vector<Table> rotation_scenario_tables(const RotationFindings& found) {
  if (found.sensitivities.empty()) return {};
  return {sensitivities_table(found), scenario_drivers_table(found)};
}

}  // namespace rerate

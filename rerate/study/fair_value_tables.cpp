#include "rerate/study/fair_value_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "rerate/base/number_text.h"
#include "rerate/study/fair_value_titles.h"
#include "rerate/study/sentence.h"
#include "rerate/study/table_cells.h"

namespace rerate {
namespace {

// The pair beside a level that is solved for.
constexpr const char* kOneOfMany = "growth and multiple are one pair of many: see the curve";

Table scenarios_table(const FairValue& found, const FairValueNames& names) {
  Table table{
      "scenarios",
      fmt::format("Scenarios{}, with {}% bands", at_valuation(names), shortest(100 * names.band_level)),
      {{"scenario", "", "Scenario", 0},
       {"multiple", "ratio", "Fair " + names.multiple(),
        multiple_decimals(found.scenarios.at(found.base).multiple)},
       {"growth", "percent", "Growth", 1},
       {"level", "index", "Fair value", 0},
       {"low", "index", "With residuals, low", 0},
       {"high", "index", "With residuals, high", 0},
       {"upside", "percent", "Upside", 1},
       {"reachable", "index", "Reachable", 0},
       {"plausibility", "probability", "At least as unusual", 2}},
      {}};
  const bool weighted = std::any_of(found.scenarios.begin(), found.scenarios.end(),
                                    [](const auto& scenario) { return !std::isnan(scenario.probability); });
  if (weighted) table.columns.push_back({"probability", "probability", "Probability", 2});
  table.columns.insert(table.columns.end(), {{"analytic_low", "index", "Analytic, low", 0},
                                             {"analytic_high", "index", "Analytic, high", 0},
                                             {"parameters_low", "index", "Coefficients alone, low", 0},
                                             {"parameters_high", "index", "Coefficients alone, high", 0}});
  const bool solved = std::any_of(found.scenarios.begin(), found.scenarios.end(),
                                  [](const auto& scenario) { return !scenario.joint_growth.empty(); });
  if (solved) table.columns.push_back({"note", "", "Note", 0});
  for (const auto& one : found.scenarios) {
    std::vector<Cell> row = {one.title};
    for (const double value : {one.multiple, one.growth, one.level, one.band.low, one.band.high, one.upside,
                               one.reachable, one.plausibility.p})
      row.push_back(number_cell(value));
    if (weighted) row.push_back(number_cell(one.probability));
    for (const double value : {one.analytic.low, one.analytic.high, one.parameters.low, one.parameters.high})
      row.push_back(number_cell(value));
    if (solved) row.push_back(std::string(one.joint_growth.empty() ? "" : kOneOfMany));
    table.rows.push_back(std::move(row));
  }
  return table;
}

// The record's level and day are told once.
std::string target_of(const FairValue& found, const RequiredValue& required, bool first) {
  if (required.target == "price") return "Price";
  if (!required.target.starts_with("record")) return grouped(required.level, 0);
  return first ? fmt::format("Record {} ({})", grouped(found.record_level, 2), to_string(found.record_date))
               : "Record";
}

Table required_table(const FairValue& found, const FairValueNames& names) {
  Table table{"required",
              "What a level needs",
              {{"target", "", "Level", 0},
               {"level", "index", "Index", 0},
               {"solves", "", "Solved for", 0},
               {"value", "", "Needed", 2},
               {"low", "", "Band, low", 2},
               {"high", "", "Band, high", 2},
               {"today", "", "Now", 2},
               {"unit", "", "Unit", 0},
               {"note", "", "Note", 0}},
              {}};
  std::set<std::string> told;
  for (const auto& one : found.required)
    table.rows.push_back({target_of(found, one, told.insert(one.target).second), number_cell(one.level),
                          title_of_solved(one.solves, found, names), number_cell(one.value),
                          number_cell(one.band.low), number_cell(one.band.high), number_cell(one.today),
                          one.unit, one.words});
  return table;
}

Table growths_table(const FairValue& found) {
  Table table{"growths",
              "Three growths",
              {{"growth", "", "Growth", 0},
               {"value", "", "Value", 1},
               {"low", "", "Low", 1},
               {"high", "", "High", 1}},
              {}};
  const auto& growths = found.growths;
  const auto row = [&](const char* name, double value, const Band& band, const char* unit) {
    table.rows.push_back(
        {std::string(name), number_cell(value), number_cell(band.low), number_cell(band.high)});
    table.row_formats.push_back({unit, 1});
  };
  const Band none{std::nan(""), std::nan("")};
  row(found.growth.given ? "Given" : "Model", growths.model, growths.model_band, "percent");
  row("Bottom-up", growths.bottom_up, none, "percent");
  row("Priced in", growths.priced_in, growths.priced_in_band, "percent");
  row("Disconnect", growths.disconnect, none, "pp");
  return table;
}

// The total is the change itself, to which the parts add up.
template <class Title>
void add_attribution(Table& table, const Attribution& attribution, const Title& title_of) {
  if (attribution.parts.empty()) return;
  for (const auto& part : attribution.parts)
    table.rows.push_back(
        {attribution.title, title_of(part), number_cell(part.points), number_cell(part.percent)});
  table.rows.push_back({attribution.title, std::string("Total"),
                        number_cell(attribution.end - attribution.start), number_cell(attribution.percent)});
}

Table attribution_table(const FairValue& found, const FairValueNames& names) {
  Table table{"attribution",
              "What moved the price, and what the gap is made of",
              {{"period", "", "Period", 0},
               {"part", "", "Part", 0},
               {"points", "index", "Index points", 1},
               {"percent", "percent", "Log percent", 1}},
              {}};
  for (const auto& one : found.attributions)
    add_attribution(table, one, [&](const auto& part) { return title_of_part(part, found, names); });
  add_attribution(table, found.gap, [&](const auto& part) { return title_of_gap_part(part, found, names); });
  return table;
}

void add_changes(Table& table, Cell peak, Cell trough, const Vector& changes) {
  std::vector<Cell> row = {std::move(peak), std::move(trough)};
  for (Index column = 0; column < changes.size(); ++column) row.push_back(number_cell(changes[column]));
  table.rows.push_back(std::move(row));
}

Table contractions_table(const FairValue& found, const ContractionAverage& average) {
  Table table{"contractions",
              "What drivers did from peak to trough",
              {{"peak", "", "Peak", 0}, {"trough", "", "Trough", 0}},
              {}};
  const auto& panel = found.panel;
  for (std::size_t column = 0; column < panel.names.size(); ++column)
    table.columns.push_back({panel.names[column], panel.units[column], capitalised(panel.titles[column]), 2});
  for (const auto& one : average.used)
    add_changes(table, to_string(one.peak), to_string(one.trough), one.change);
  add_changes(table, std::string("Mean"), std::monostate{}, average.mean);
  add_changes(table, std::string("Standard deviation"), std::monostate{}, average.standard_deviation);
  return table;
}

// Empty when no scenario solves for a level.
Table joint_table(const FairValue& found, const FairValueNames& names) {
  Table table{"joint",
              "Growth and multiple that give the level together",
              {{"scenario", "", "Scenario", 0},
               {"growth", "percent", "Growth", 1},
               {"multiple", "ratio", capitalised(names.multiple()), 2}},
              {}};
  for (const auto& one : found.scenarios)
    for (std::size_t i = 0; i < one.joint_growth.size(); ++i)
      table.rows.push_back({one.title, number_cell(one.joint_growth[i]), number_cell(one.joint_multiple[i])});
  return table;
}

}  // namespace

Table coefficients_table() {
  return {"coefficients",
          "Coefficients",
          {{"equation", "", "Equation", 0},
           {"term", "", "Term", 0},
           {"estimate", "", "Estimate", 4},
           {"std_error", "", "Std. error", 4},
           {"t", "", "t", 2},
           {"p", "probability", "p", 3}},
          {}};
}

void add_coefficients(Table& table, const std::string& equation, const RegressionTable& regression) {
  for (const auto& term : regression.terms)
    table.rows.push_back({equation, term.name, number_cell(term.estimate), number_cell(term.std_error),
                          number_cell(term.t), number_cell(term.p)});
}

std::vector<Table> fair_value_tables(const FairValue& found, const FairValueNames& names) {
  auto coefficients = coefficients_table();
  const auto& multiple = found.multiple;
  coefficients.title = fmt::format("Coefficients: multiple {}, growth {}",
                                   multiple.form == MultipleForm::given         ? "given"
                                   : multiple.form == MultipleForm::differences ? "in differences"
                                                                                : "in levels",
                                   found.growth.given ? "given" : "estimated");
  // A constant that is given is no coefficient: it stands in the scenarios.
  if (multiple.form != MultipleForm::given || multiple.table.terms.size() > 1)
    add_coefficients(coefficients, "multiple", multiple.table);
  if (!found.growth.given || found.growth.table.terms.size() > 1)
    add_coefficients(coefficients, "growth", found.growth.table);
  if (coefficients.rows.empty()) coefficients.title = "Coefficients: none, multiple and growth are given";
  std::vector<Table> tables = {scenarios_table(found, names), std::move(coefficients),
                               required_table(found, names), growths_table(found),
                               attribution_table(found, names)};
  if (found.contractions) tables.push_back(contractions_table(found, *found.contractions));
  if (auto joint = joint_table(found, names); !joint.rows.empty()) tables.push_back(std::move(joint));
  return tables;
}

}  // namespace rerate

// Behaviour -> test
//   numbers have the contract's names and units, missing ones are empty            -> Numbers
//   the table of scenarios has the contract's columns first                        -> Scenarios
//   probabilities have a column when they are given                                -> Probabilities
//   coefficients of both equations, the forms in the title                         -> Coefficients
//   what a level needs: units, the record written out, titles of what is solved    -> Required
//   three growths and the disconnect                                               -> ThreeGrowths
//   attribution adds up to its total                                               -> AttributionAddsUp
//   contractions by driver with mean and dispersion; joint pairs                   -> ContractionsAndJoint
//   every row has a cell for each column                                           -> RowsFitColumns
#include "rerate/study/fair_value_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/study/fair_value_for_test.h"
#include "rerate/study/fair_value_numbers.h"

namespace rerate {
namespace {

using testing::ElementsAre;

const Table& table_named(const std::vector<Table>& tables, const std::string& name) {
  for (const auto& table : tables)
    if (table.name == name) return table;
  throw std::runtime_error("no table " + name);
}

std::vector<std::string> column_names(const Table& table) {
  std::vector<std::string> names;
  for (const auto& column : table.columns) names.push_back(column.name);
  return names;
}

TEST(FairValueTables, Numbers) {
  Section section;
  section.numbers = fair_value_numbers(calibrated_by_hand(), names_by_hand());
  const auto value = [&](const char* name) { return find_number(section, name)->value; };
  const auto unit = [&](const char* name) { return find_number(section, name)->unit; };
  EXPECT_EQ(value("price"), 2066);
  EXPECT_NEAR(value("fundamental"), 1626.77, 0.01);
  EXPECT_NEAR(value("multiple"), 1.27, 1e-12);
  EXPECT_EQ(value("priced_in_growth"), -9.0);
  EXPECT_EQ(value("bottom_up_growth"), 5);
  EXPECT_EQ(value("model_growth"), 1.3);
  EXPECT_EQ(value("disconnect"), 3.7);
  EXPECT_EQ(value("record_level"), 2442.74);
  EXPECT_EQ(value("required_growth_record"), 7.6);
  EXPECT_EQ(value("fair_level"), 2300);
  EXPECT_NEAR(value("upside"), 11.3, 0.05);
  EXPECT_EQ(unit("price"), "index");
  EXPECT_EQ(unit("multiple"), "ratio");
  EXPECT_EQ(unit("upside"), "percent");
  EXPECT_EQ(unit("disconnect"), "pp");
  EXPECT_TRUE(std::isnan(value("multiple_r2")) && std::isnan(value("weighted_level")) &&
              std::isnan(value("correction_speed")) && std::isnan(value("fair_low")));
  section.numbers = fair_value_numbers(estimated_by_hand(), names_by_hand());
  EXPECT_EQ(value("fair_low"), 0.95 * 2300);  // of fair value itself, not of the index
  EXPECT_EQ(value("fair_high"), 1.05 * 2300);
  EXPECT_EQ(find_number(section, "fair_low")->title, "90% band of fair value (coefficients), low end");
  EXPECT_EQ(value("multiple_r2"), 0.4);
  EXPECT_EQ(value("correction_speed"), 0.05);
  EXPECT_EQ(value("draws"), 2000);
}

TEST(FairValueTables, Scenarios) {
  const auto tables = fair_value_tables(estimated_by_hand(), names_by_hand());
  const auto& table = table_named(tables, "scenarios");
  EXPECT_THAT(column_names(table), ElementsAre("scenario", "multiple", "growth", "level", "low", "high",
                                               "upside", "reachable", "plausibility", "analytic_low",
                                               "analytic_high", "parameters_low", "parameters_high"));
  ASSERT_EQ(table.rows.size(), 2u);
  EXPECT_EQ(std::get<std::string>(table.rows[0][0]), "The consensus");
  EXPECT_EQ(table.columns[8].title, "At least as unusual");
  EXPECT_EQ(std::get<double>(table.rows[0][3]), 2300);
  EXPECT_EQ(std::get<double>(table.rows[0][4]), 0.9 * 2300);
  EXPECT_EQ(std::get<double>(table.rows[0][8]), 0.43);
  EXPECT_EQ(table.columns[8].unit, "probability");
}

TEST(FairValueTables, Probabilities) {
  auto found = calibrated_by_hand();
  found.scenarios[0].probability = 0.7;
  found.scenarios[1].probability = 0.3;
  const auto tables = fair_value_tables(found, names_by_hand());
  const auto& table = table_named(tables, "scenarios");
  EXPECT_EQ(table.columns.at(9).name, "probability");
  EXPECT_EQ(std::get<double>(table.rows[1][9]), 0.3);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(table.rows[0][4]));  // no band
}

TEST(FairValueTables, Coefficients) {
  auto found = estimated_by_hand();
  const auto tables = fair_value_tables(found, names_by_hand());
  const auto& table = table_named(tables, "coefficients");
  EXPECT_THAT(column_names(table), ElementsAre("equation", "term", "estimate", "std_error", "t", "p"));
  ASSERT_EQ(table.rows.size(), 5u);
  EXPECT_EQ(std::get<std::string>(table.rows[1][0]), "multiple");
  EXPECT_EQ(std::get<std::string>(table.rows[1][1]), "rate");
  EXPECT_EQ(std::get<double>(table.rows[1][2]), 1.5);
  EXPECT_EQ(std::get<std::string>(table.rows[4][0]), "growth");
  EXPECT_THAT(table.title, testing::HasSubstr("multiple in levels, growth estimated"));
  // Constants that are given stand in the scenarios.
  const auto given = table_named(fair_value_tables(calibrated_by_hand(), names_by_hand()), "coefficients");
  EXPECT_TRUE(given.rows.empty());
  EXPECT_EQ(given.title, "Coefficients: none, multiple and growth are given");
  found.multiple.form = MultipleForm::differences;
  found.growth.given = true;
  EXPECT_THAT(table_named(fair_value_tables(found, names_by_hand()), "coefficients").title,
              testing::HasSubstr("multiple in differences, growth given"));
}

TEST(FairValueTables, Required) {
  const auto tables = fair_value_tables(calibrated_by_hand(), names_by_hand());
  const auto& table = table_named(tables, "required");
  ASSERT_EQ(table.rows.size(), 3u);
  EXPECT_EQ(std::get<std::string>(table.rows[1][0]), "Record 2,442.74 (2021-11-08)");
  EXPECT_EQ(std::get<std::string>(table.rows[2][0]), "Record");  // told once
  EXPECT_EQ(std::get<std::string>(table.rows[0][0]), "Price");
  EXPECT_EQ(std::get<std::string>(table.rows[1][2]), "Growth of sales");
  EXPECT_EQ(std::get<std::string>(table.rows[2][2]), "Price-to-sales");
  EXPECT_EQ(std::get<double>(table.rows[1][3]), 7.6);
  EXPECT_EQ(std::get<std::string>(table.rows[2][7]), "ratio");
  EXPECT_EQ(std::get<std::string>(table.rows[2][8]), "far");
  auto driver = estimated_by_hand();
  driver.required.back().solves = "rate";
  const auto of_driver = fair_value_tables(driver, names_by_hand());
  EXPECT_EQ(std::get<std::string>(table_named(of_driver, "required").rows.back()[2]), "10-year yield");
  EXPECT_EQ(required_for_record(calibrated_by_hand(), "multiple"), 1.48);
  EXPECT_TRUE(std::isnan(required_for_record(calibrated_by_hand(), "rate")));
}

TEST(FairValueTables, ThreeGrowths) {
  const auto tables = fair_value_tables(calibrated_by_hand(), names_by_hand());
  const auto& table = table_named(tables, "growths");
  std::vector<std::string> names;
  for (const auto& row : table.rows) names.push_back(std::get<std::string>(row[0]));
  EXPECT_THAT(names, ElementsAre("Given", "Bottom-up", "Priced in", "Disconnect"));
  EXPECT_EQ(std::get<double>(table.rows[3][1]), 3.7);
  EXPECT_EQ(table.row_formats.at(3).unit, "pp");
}

TEST(FairValueTables, AttributionAddsUp) {
  const auto tables = fair_value_tables(estimated_by_hand(), names_by_hand());
  const auto& table = table_named(tables, "attribution");
  ASSERT_EQ(table.rows.size(), 9u);  // two stretches and the gap, each two parts and a total
  EXPECT_EQ(std::get<std::string>(table.rows[5][1]), "Total");
  EXPECT_EQ(std::get<double>(table.rows[5][2]),
            std::get<double>(table.rows[3][2]) + std::get<double>(table.rows[4][2]));
  auto none = estimated_by_hand();
  none.attributions[0].parts.clear();
  EXPECT_EQ(table_named(fair_value_tables(none, names_by_hand()), "attribution").rows.size(), 6u);
}

TEST(FairValueTables, ContractionsAndJoint) {
  const auto estimated = fair_value_tables(estimated_by_hand(), names_by_hand());
  const auto& contractions = table_named(estimated, "contractions");
  EXPECT_THAT(column_names(contractions), ElementsAre("peak", "trough", "rate", "slope", "gdp"));
  ASSERT_EQ(contractions.rows.size(), 4u);
  EXPECT_EQ(std::get<std::string>(contractions.rows[2][0]), "Mean");
  EXPECT_EQ(std::get<double>(contractions.rows[2][2]), -2);
  EXPECT_THROW(table_named(estimated, "joint"), std::runtime_error);
  const auto given = fair_value_tables(calibrated_by_hand(), names_by_hand());
  const auto& scenarios = table_named(given, "scenarios");
  EXPECT_EQ(scenarios.columns.back().name, "note");
  EXPECT_EQ(std::get<std::string>(scenarios.rows[0].back()), "");
  EXPECT_THAT(std::get<std::string>(scenarios.rows[1].back()), testing::HasSubstr("one pair of many"));
  const auto& joint = table_named(given, "joint");
  ASSERT_EQ(joint.rows.size(), 3u);
  EXPECT_EQ(std::get<std::string>(joint.rows[0][0]), "The recession");
  EXPECT_EQ(std::get<double>(joint.rows[0][2]), 1.22);
  EXPECT_THROW(table_named(given, "contractions"), std::runtime_error);
}

TEST(FairValueTables, RowsFitColumns) {
  for (const auto& found : {calibrated_by_hand(), estimated_by_hand()})
    for (const auto& table : fair_value_tables(found, names_by_hand())) {
      for (const auto& row : table.rows) EXPECT_EQ(row.size(), table.columns.size()) << table.name;
      EXPECT_TRUE(table.row_formats.empty() || table.row_formats.size() == table.rows.size()) << table.name;
    }
}

}  // namespace
}  // namespace rerate

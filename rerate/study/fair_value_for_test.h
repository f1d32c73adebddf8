#pragma once

// Fair values by hand, as the models return them, for the tests of what is made of them.

#include <cmath>
#include <limits>
#include <string>

#include "rerate/models/fair_value.h"
#include "rerate/study/fair_value_names.h"

namespace rerate {

inline constexpr double kNoFigure = std::numeric_limits<double>::quiet_NaN();

inline RegressionTable regression_by_hand(const std::string& title, const std::vector<std::string>& terms) {
  RegressionTable table;
  table.title = title;
  table.dependent = "y";
  table.errors = "by hand";
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const auto estimate = static_cast<double>(i) + 0.5;
    table.terms.push_back({terms[i], estimate, 0.25, estimate / 0.25, 0.04, estimate - 0.5, estimate + 0.5});
  }
  table.n = 100;
  table.k = static_cast<Index>(terms.size());
  table.r2 = 0.4;
  return table;
}

inline ScenarioResult scenario_by_hand(const std::string& id, ScenarioKind kind, double level, double price) {
  ScenarioResult one;
  one.id = id;
  one.title = "The " + id;
  one.kind = kind;
  one.multiple = 1.396;
  one.growth = 1.3;
  one.level = level;
  one.upside = 100 * (level / price - 1);
  one.band = {0.9 * level, 1.2 * level};
  one.analytic = {0.91 * level, 1.21 * level};
  one.parameters = {0.95 * level, 1.05 * level};
  one.reachable = 0.99 * level;
  one.plausibility.p = 0.43;
  one.probability = kNoFigure;
  return one;
}

// The note of domain.md: all given, no history.
inline FairValue calibrated_by_hand() {
  FairValue found;
  auto& panel = found.panel;
  panel.frequency = Frequency::monthly;
  for (int i = 0; i < 3; ++i) panel.ordinal.push_back(663 + i);  // 2025-04 to 2025-06
  panel.price = Vector::Constant(3, 2066);
  panel.fundamental = panel.log_multiple = Vector::Constant(3, kNoFigure);
  panel.drivers.resize(3, 0);
  panel.now = 2;
  panel.fundamental_now = 2066 / 1.27;
  found.multiple.form = MultipleForm::given;
  found.multiple.table = regression_by_hand("Multiple equation, given", {"constant"});
  found.multiple.diagnostics.words = {"The fair multiple is given, not estimated."};
  found.growth.given = true;
  found.growth.table = regression_by_hand("Growth equation, given", {"constant"});
  found.growth.words = {"Growth is given, not estimated."};
  found.scenarios = {scenario_by_hand("consensus", ScenarioKind::consensus, 2300, 2066),
                     scenario_by_hand("recession", ScenarioKind::recession, 1587, 2066)};
  for (auto& one : found.scenarios) one.band = one.analytic = one.parameters = {kNoFigure, kNoFigure};
  found.scenarios[1].joint_growth = {-20, -10, 0};
  found.scenarios[1].joint_multiple = {1.22, 1.08, 0.98};
  found.record_level = 2442.74;
  found.record_date = make_date(2021, 11, 8);
  found.growths = {1.3, 5, -9.0, {kNoFigure, kNoFigure}, {kNoFigure, kNoFigure}, 3.7};
  found.required = {
      {"price", 2066, "growth", "percent", -9.0, 1.3, {kNoFigure, kNoFigure}, ""},
      {"record 2442.74 (2021-11-08)", 2442.74, "growth", "percent", 7.6, 1.3, {2, 13}, ""},
      {"record 2442.74 (2021-11-08)", 2442.74, "multiple", "ratio", 1.48, 1.27, {1.4, 1.6}, "far"}};
  return found;
}

// Estimated on 24 months from 2023-01, with the drivers rate and slope of the multiple and gdp of growth.
inline FairValue estimated_by_hand() {
  constexpr int kRows = 24;
  FairValue found = calibrated_by_hand();
  auto& panel = found.panel;
  panel.ordinal.clear();
  panel.price.resize(kRows);
  panel.fundamental = Vector::Constant(kRows, 1000);
  panel.log_multiple.resize(kRows);
  panel.drivers.resize(kRows, 3);
  for (int i = 0; i < kRows; ++i) {
    panel.ordinal.push_back(636 + i);
    panel.price[i] = 1500.25 + 10 * i;
    panel.log_multiple[i] = std::log(panel.price[i] / 1000);
    panel.drivers.row(i) << 4 + 0.01 * i, 0.5 - 0.02 * i, 2 + 0.1 * (i % 4);
  }
  panel.names = {"rate", "slope", "gdp"};
  panel.titles = {"10-year yield", "curve", "GDP growth"};
  panel.units = {"percent", "pp", "percent"};
  panel.today = panel.drivers.row(kRows - 1);
  panel.age = {0, 0, 0};
  panel.now = kRows - 1;
  panel.fundamental_now = 1000;
  panel.fundamental_name = "book";

  auto& multiple = found.multiple;
  multiple.form = MultipleForm::levels;
  multiple.drivers = {0, 1};
  multiple.coefficients = Vector::Constant(2, -0.05);
  multiple.fitted = panel.log_multiple.array() + 0.1;
  multiple.fitted[0] = kNoFigure;
  multiple.residual = Vector::Constant(kRows, -0.1);
  multiple.first = 1;
  multiple.last = kRows - 1;
  multiple.table = regression_by_hand("Multiple equation", {"constant", "rate", "slope"});
  multiple.correction.emplace();
  multiple.correction->speed = 0.05;
  multiple.correction->half_life = 13.5;
  multiple.correction->table = regression_by_hand("Error correction", {"gap"});
  auto& diagnostics = multiple.diagnostics;
  diagnostics.words = {"Cointegrated at 10%.", "The coefficients break once."};
  diagnostics.cointegrated = true;
  diagnostics.unit_roots.assign(6, {"ADF (constant)", -1.5, 0.5, 1, 24, -3.5, -2.9, -2.6, true});
  diagnostics.break_periods = {{11, panel.period(11), panel.period(9), panel.period(12), true}};
  diagnostics.breaks.emplace();
  diagnostics.breaks->ssr = {2, 1};
  diagnostics.breaks->bic = {10, 8};
  diagnostics.breaks->chosen = 1;
  diagnostics.breaks->breaks = {{10, 8, 11, true}};
  diagnostics.breaks->coefficients = Matrix::Constant(2, 3, 0.5);
  diagnostics.first_regression_row = 1;
  multiple.stability.first_rows = 5;
  multiple.stability.coefficients = Matrix::Constant(4, 3, -0.05);
  multiple.stability.std_errors = Matrix::Constant(4, 3, 0.01);
  multiple.stability_rows = {20, 21, 22, 23};

  found.growth.given = false;
  found.growth.drivers = {2};
  found.growth.horizon = 12;
  found.growth.first = 0;
  found.growth.last = 11;
  found.growth.table = regression_by_hand("Growth equation", {"constant", "gdp"});
  found.growth.others = {found.growth.table};
  found.growth.words = {"Growth is forecast."};
  found.draws.multiple_noise = found.draws.growth_noise = Vector::Zero(2000);
  found.draws.block_length = 12;
  found.draws.blocks = 20;
  found.draws.correlation = -0.2;
  for (auto& one : found.scenarios) {
    one = scenario_by_hand(one.id, one.kind, one.level, panel.price_now());
    one.drivers = panel.today;
  }
  found.fair_through_time = panel.price * 1.1;
  found.fair_through_time[0] = kNoFigure;
  found.fair_low = found.fair_through_time * 0.9;
  found.fair_high = found.fair_through_time * 1.1;
  Attribution year;
  year.title = "12 months to 2024-12";
  year.from = panel.period(11);
  year.to = panel.period(23);
  year.start = 1610.25;
  year.end = 1730.25;
  year.percent = 7.19;
  year.parts = {{"fundamental", "book", 100, 6.0}, {"residual", "price beyond fair value", 20, 1.19}};
  Attribution quarter = year;
  quarter.title = "3 months to 2024-12";
  quarter.from = panel.period(20);
  found.attributions = {quarter, year};
  found.gap = year;
  found.gap.title = "gap";
  found.contractions.emplace();
  found.contractions->used = {
      {{Frequency::monthly, 600}, {Frequency::monthly, 602}, Vector::Constant(3, -1)},
      {{Frequency::monthly, 610}, {Frequency::monthly, 615}, Vector::Constant(3, -3)}};
  found.contractions->mean = Vector::Constant(3, -2);
  found.contractions->standard_deviation = Vector::Constant(3, 1.4);
  return found;
}

inline FairValueNames names_by_hand() {
  FairValueNames names;
  names.price = "small caps";
  names.fundamental = "sales";
  names.driver_redistribute = {true, true, true};
  return names;
}

}  // namespace rerate

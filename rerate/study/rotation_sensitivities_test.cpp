// Behaviour -> test
//   betas times the changes that a scenario makes; set, path, shift, formula, rest today        -> ByHand
//   sectors are ranked by it, the best 1                                                        -> Ranks
//   in a recession what is not named changes as on average over contractions                    -> Recession
//   a scenario that says nothing about the drivers is left out; without scenarios none          -> SaysNothing
//   a driver in another unit than in the fair value is left out, with a warning                 -> Units
//   betas of the newest month that has some; older than a year none, with a warning             -> OldBetas
//   what is set is a change from the rotation's own month, with the newest figure known then    -> FromTheRotationsMonth
//   intervals: about the figure, in proportion to the change, the same each time                -> Intervals
//   ... as wide as errors of least squares where months do not depend on each other             -> IntervalsAsWideAsErrors
//   a fair value of given figures has no drivers: a warning                                     -> GivenFigures
#include "rerate/study/rotation_sensitivities.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "rerate/study/rotation_market_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;

const std::string kMacro =
    "macro = { drivers = { rate = \"rate\", gdp = \"gdp\" }, months = 120, penalty = 0.001, change = \"3m\" "
    "}\n";

class RotationSensitivities : public testing::Test {
 protected:
  RotationSensitivities() : inputs(rotating_market()), request(rotating_request("", kMacro)) {
    request.scenarios.emplace();
    auto& linked = *request.scenarios;
    linked.section = "fair";
    linked.price = {"price", "price", {}};
    linked.drivers = {{"rate", "", {"rate", "rate", {}}}, {"gdp", "", {"gdp", "gdp", {}}}};
    linked.recession = SeriesUse{"recession", "recession", {}};
  }

  Scenario& add(const std::string& id) {
    request.scenarios->scenarios.emplace_back();
    auto& scenario = request.scenarios->scenarios.back().scenario;
    scenario.id = scenario.title = id;
    return scenario;
  }

  RotationFindings found() { return find_rotation("sectors", request, rotating_context(inputs)); }
  double today(const std::string& name) const { return inputs.at(name).series.value.back(); }

  SeriesInputs inputs;
  RotationRequest request;
};

TEST_F(RotationSensitivities, ByHand) {
  add("set").set["rate"] = {9.0, today("rate") + 2};
  auto& shift = add("shift");
  shift.shift["rate"] = -1;
  shift.rest_today = true;
  add("formula");
  request.scenarios->scenarios.back().set_formulas["gdp"] = {"gdp", "bill", {}};
  const auto result = found();
  ASSERT_EQ(result.sensitivities.size(), 3u);
  const auto betas = macro_betas(result.panel, result.definition.signals[0], result.now);
  const auto& set = result.sensitivities[0];
  EXPECT_NEAR(set.change[0], 2, 1e-12);
  EXPECT_TRUE(std::isnan(set.change[1]));
  const auto& shifted = result.sensitivities[1];
  EXPECT_EQ(shifted.change, (std::vector<double>{-1, 0}));
  const auto& formula = result.sensitivities[2];
  EXPECT_NEAR(formula.change[1], 2.4 - today("gdp"), 1e-12);
  for (int i = 0; i < kRotatingSectors; ++i) {
    const auto s = static_cast<std::size_t>(i);
    EXPECT_NEAR(set.by_sector[s], 2 * betas(i, 0), 1e-12);
    EXPECT_NEAR(shifted.by_sector[s], -betas(i, 0), 1e-12);
    EXPECT_NEAR(formula.by_sector[s], formula.change[1] * betas(i, 1), 1e-12);
  }
  EXPECT_EQ(result.betas_of, result.now);
  ASSERT_EQ(result.macro_drivers.size(), 2u);
  EXPECT_EQ(result.macro_drivers[0].title, "rate");
  EXPECT_EQ(result.macro_drivers[0].unit, inputs.at("rate").series.type.unit);
  EXPECT_EQ(result.macro_drivers[1].figure, today("gdp"));
}

TEST_F(RotationSensitivities, Ranks) {
  add("higher").shift["rate"] = 1;
  const auto result = found();
  const auto& one = result.sensitivities.at(0);
  // The market's betas fall from sector to sector; the members' mean is subtracted.
  EXPECT_EQ(one.rank.front(), 1);
  EXPECT_EQ(one.rank.back(), kRotatingSectors);
  EXPECT_NEAR(one.by_sector[0] - one.by_sector[5], rate_beta(0) - rate_beta(5), 1.5);
}

TEST_F(RotationSensitivities, Recession) {
  auto& slump = add("slump");
  slump.kind = ScenarioKind::recession;
  slump.set["rate"] = {today("rate") - 3};
  const auto result = found();
  const auto& one = result.sensitivities.at(0);
  EXPECT_NEAR(one.change[0], -3, 1e-12);
  // From the month before each of three recessions to its last.
  const auto& gdp = inputs.at("gdp").series.value;
  const double mean = (gdp[47] - gdp[39] + gdp[147] - gdp[139] + gdp[247] - gdp[239]) / 3;
  EXPECT_NEAR(one.change[1], mean, 1e-12);

  request.scenarios->recession.reset();
  EXPECT_TRUE(std::isnan(found().sensitivities.at(0).change[1]));
}

TEST_F(RotationSensitivities, SaysNothing) {
  add("growth").growth = 5;
  EXPECT_TRUE(found().sensitivities.empty());
  request.scenarios.reset();
  EXPECT_TRUE(found().sensitivities.empty());
}

TEST_F(RotationSensitivities, Units) {
  inputs["rate_bp"] = inputs.at("rate");
  inputs.at("rate_bp").series.type.unit = "bp";
  request.scenarios->drivers[0].use.formula = "rate_bp";
  auto& shift = add("shift");
  shift.shift["rate"] = 50;
  shift.shift["gdp"] = 1;
  const auto result = found();
  EXPECT_TRUE(std::isnan(result.sensitivities.at(0).change[0]));
  EXPECT_EQ(result.sensitivities[0].change[1], 1);
  ASSERT_EQ(result.warnings.size(), 1u);
  EXPECT_THAT(result.warnings[0], HasSubstr("`rate` has another unit"));
}

TEST_F(RotationSensitivities, OldBetas) {
  add("higher").shift["rate"] = 1;
  auto& rate = inputs.at("rate").series;
  for (std::size_t m = 295; m < 300; ++m) rate.value[m] = std::nan("");
  const auto result = found();
  EXPECT_EQ(result.betas_of, 294);
  EXPECT_EQ(result.sensitivities.size(), 1u);
  for (std::size_t m = 280; m < 300; ++m) rate.value[m] = std::nan("");
  const auto older = found();
  EXPECT_TRUE(older.sensitivities.empty());
  ASSERT_EQ(older.warnings.size(), 1u);
  EXPECT_THAT(older.warnings[0], HasSubstr("no betas in the last 12 months"));
}

TEST_F(RotationSensitivities, FromTheRotationsMonth) {
  auto& price = inputs.at("price").series.value;
  for (std::size_t m = 240; m < 300; ++m) price[m] = std::nan("");
  add("set").set["rate"] = {7};
  const auto result = found();
  EXPECT_NEAR(result.sensitivities.at(0).change[0], 7 - today("rate"), 1e-12);
  EXPECT_EQ(to_string(result.scenarios_from), "2019-12-31");
  EXPECT_EQ(result.scenario_months, 12);

  auto& rate = inputs.at("rate").series.value;
  const double last = rate[295];
  for (std::size_t m = 296; m < 300; ++m) rate[m] = std::nan("");
  EXPECT_NEAR(found().sensitivities.at(0).change[0], 7 - last, 1e-12);
}

TEST_F(RotationSensitivities, Intervals) {
  add("one").shift["rate"] = 1;
  add("two").shift["rate"] = -2;
  auto& still = add("still");
  still.rest_today = true;
  const auto result = found(), again = found();
  const auto &one = result.sensitivities.at(0), &two = result.sensitivities.at(1);
  for (std::size_t i = 0; i < static_cast<std::size_t>(kRotatingSectors); ++i) {
    EXPECT_LT(one.low[i], one.by_sector[i]);
    EXPECT_GT(one.high[i], one.by_sector[i]);
    EXPECT_NEAR(two.low[i], -2 * one.high[i], 1e-9);
    EXPECT_NEAR(two.high[i], -2 * one.low[i], 1e-9);
    EXPECT_EQ(result.sensitivities.at(2).low[i], 0);
    EXPECT_EQ(one.low[i], again.sensitivities[0].low[i]);
  }
}

// Months of the synthetic market do not depend on each other: draws spread as the errors of least squares say.
TEST_F(RotationSensitivities, IntervalsAsWideAsErrors) {
  request =
      rotating_request("", "macro = { drivers = { rate = \"rate\" }, months = 120, penalty = 0.001 }\n");
  request.scenarios.emplace();
  request.scenarios->price = {"price", "price", {}};
  request.scenarios->drivers = {{"rate", "", {"rate", "rate", {}}}};
  add("one").shift["rate"] = 1;
  const auto result = found();
  const auto& one = result.sensitivities.at(0);
  const auto& rate = inputs.at("rate").series.value;
  for (Index i = 0; i < kRotatingSectors; ++i) {
    double x_mean = 0, y_mean = 0, xx = 0, xy = 0, yy = 0;
    const auto x = [&](Index m) {
      return rate[static_cast<std::size_t>(m)] - rate[static_cast<std::size_t>(m - 1)];
    };
    const auto y = [&](Index m) {
      return 100 * (result.panel.month_return(m, i) - result.panel.month_return.row(m).mean());
    };
    for (Index m = 180; m < 300; ++m) x_mean += x(m) / 120, y_mean += y(m) / 120;
    for (Index m = 180; m < 300; ++m) {
      const double dx = x(m) - x_mean, dy = y(m) - y_mean;
      xx += dx * dx, xy += dx * dy, yy += dy * dy;
    }
    const double error = std::sqrt((yy - xy * xy / xx) / 118 / xx);
    const auto s = static_cast<std::size_t>(i);
    const double wide = (one.high[s] - one.low[s]) / (2 * 1.645 * error);
    EXPECT_GT(wide, 0.6) << i;
    EXPECT_LT(wide, 1.5) << i;
  }
}

TEST_F(RotationSensitivities, GivenFigures) {
  add("set").growth = 3;
  request.scenarios->drivers.clear();
  const auto result = found();
  EXPECT_TRUE(result.sensitivities.empty());
  ASSERT_EQ(result.warnings.size(), 1u);
  EXPECT_THAT(result.warnings[0], HasSubstr("`fair` is of given figures and has no drivers"));
}

}  // namespace
}  // namespace rerate

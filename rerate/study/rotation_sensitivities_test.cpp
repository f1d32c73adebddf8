// Behaviour -> test
//   betas times the changes that a scenario makes; set, path, shift, formula, rest today        -> ByHand
//   sectors are ranked by it, the best 1                                                        -> Ranks
//   in a recession what is not named changes as on average over contractions                    -> Recession
//   a scenario that says nothing about the drivers is left out; without scenarios none          -> SaysNothing
//   a driver in another unit than in the fair value is left out, with a warning                 -> Units
//   betas of the newest month that has some; older than a year none, with a warning             -> OldBetas
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
  EXPECT_EQ(result.macro_drivers, (std::vector<std::string>{"rate", "gdp"}));
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

}  // namespace
}  // namespace rerate

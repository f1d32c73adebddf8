// Behaviour -> test
//   the note's inversions: priced-in growth -9.0%, 7.6% for 2,442.74, and the multiple they need  -> Calibrated
//   the rate and macro driver required are found along the equations: putting them in gives the level -> Drivers
//   a driver of both equations is solved along both, once                                          -> DriverOfBothEquations
//   bands of growth and the multiple come from what is uncertain about the other side             -> GivenBands
//   without draws a driver has Fieller's band                                                      -> FiellerWithoutDraws
//   bands from draws hold the truth of simulated systems                                           -> CoverageFromDraws
//   a driver that does not move its equation has no value, and is told                             -> NoEffect
//   a coefficient that is 0 within its band: a value without bounds, told, by draws and analytically -> NoBounds
//   a coefficient that its table does not tell from zero: no value, with its p                     -> NotMeasurable
//   growth, multiples and drivers far beyond the sample are out of reach                           -> OutOfReach
//   values beyond the sample are told                                                              -> BeyondTheSample
//   a scenario that gives growth or the multiple makes them certain                                -> GivenByTheScenario
#include "rerate/models/required_value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/models/fair_value_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;

ScenarioResult today(const FairValueEquations& equations, std::optional<double> growth = std::nullopt,
                     std::optional<double> multiple = std::nullopt) {
  Scenario scenario;
  scenario.id = "today";
  scenario.rest_today = true;
  scenario.growth = growth;
  scenario.multiple = multiple;
  return evaluate_scenario({&equations, nullptr, nullptr, std::nullopt}, scenario);
}

RequiredValue row_of(const std::vector<RequiredValue>& rows, const std::string& solves) {
  for (const auto& row : rows)
    if (row.solves == solves) return row;
  ADD_FAILURE() << solves;
  return {};
}

std::vector<RequiredValue> required(const Valuation& valuation, double level, Index rate = -1) {
  const auto equations = valuation.equations();
  return required_values(equations, today(equations), false, false, {"level", level}, rate);
}

TEST(RequiredValue, Calibrated) {
  const auto valuation = calibrated({.fair_multiple = 1.396, .growth = 1.3});
  const auto price = required(valuation, 2066);
  ASSERT_EQ(price.size(), 2u);
  EXPECT_NEAR(price[0].value, -9.03, 0.005);
  EXPECT_NEAR(price[0].value, 100 * (1.27 / 1.396 - 1), 1e-12);
  EXPECT_NEAR(price[0].today, 1.3, 1e-12);
  EXPECT_EQ(price[0].unit, "percent");
  EXPECT_NEAR(price[1].value, 1.27 / 1.013, 1e-12);
  EXPECT_NEAR(price[1].today, 1.27, 1e-12);
  EXPECT_EQ(price[1].unit, "ratio");
  const auto record = required(valuation, 2442.74);
  EXPECT_NEAR(record[0].value, 7.56, 0.005);
  EXPECT_NEAR(record[1].value, 2442.74 / (2066 / 1.27 * 1.013), 1e-12);
  EXPECT_TRUE(std::isnan(record[0].band.low));
  EXPECT_EQ(record[0].words, "no band: no estimate enters");
  EXPECT_EQ(record[0].target, "level");
  EXPECT_EQ(record[0].level, 2442.74);
}

GivenEquations with_slopes() {
  return {.fair_multiple = 1.396,
          .multiple_slopes = {{"rate", -0.05}},
          .growth = 1.3,
          .growth_slopes = {{"gdp", 1.5}}};
}

TEST(RequiredValue, Drivers) {
  const auto valuation = calibrated(with_slopes(), {{"rate", 4.4}, {"gdp", 2.0}});
  const auto rows = required(valuation, 2442.74, 0);
  const auto rate = row_of(rows, "rate"), gdp = row_of(rows, "gdp");
  EXPECT_NEAR(rate.value, 4.4 + std::log(2442.74 / (1.396 * 2066 / 1.27 * 1.013)) / -0.05, 1e-9);
  EXPECT_EQ(rate.today, 4.4);
  const auto equations = valuation.equations();
  const auto level_at = [&](const std::string& name, double value) {
    Scenario scenario;
    scenario.rest_today = true;
    scenario.set = {{name, {value}}};
    return evaluate_scenario({&equations, nullptr, nullptr, std::nullopt}, scenario).level;
  };
  EXPECT_NEAR(level_at("rate", rate.value), 2442.74, 1e-8);
  EXPECT_NEAR(level_at("gdp", gdp.value), 2442.74, 1e-8);
}

TEST(RequiredValue, DriverOfBothEquations) {
  GivenEquations given{.fair_multiple = 1.396, .growth = 1.3};
  given.multiple_slopes = {{"spread", 0.176}};
  given.growth_slopes = {{"spread", -6.77}};
  const auto valuation = calibrated(given, {{"spread", 1.5}});
  const auto rows = required(valuation, 2442.74, 0);
  EXPECT_EQ(std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row.solves == "spread"; }),
            1);
  const auto equations = valuation.equations();
  Scenario scenario;
  scenario.rest_today = true;
  scenario.set = {{"spread", {row_of(rows, "spread").value}}};
  EXPECT_NEAR(evaluate_scenario({&equations, nullptr, nullptr, std::nullopt}, scenario).level, 2442.74, 1e-8);
}

TEST(RequiredValue, GivenBands) {
  auto given = with_slopes();
  given.multiple_sd = 8;
  given.growth_sd = 3;
  const auto rows = required(calibrated(given, {{"rate", 4.4}, {"gdp", 2.0}}), 2300, 0);
  const double z = 1.6448536;
  const auto growth = row_of(rows, "growth"), multiple = row_of(rows, "multiple"),
             rate = row_of(rows, "rate");
  EXPECT_NEAR(std::log((1 + growth.band.high / 100) / (1 + growth.value / 100)), z * 0.08, 1e-7);
  EXPECT_NEAR(std::log(multiple.band.low / multiple.value), -z * 0.03, 1e-7);
  // Slopes are given without error: the band is that of the gap over the slope.
  EXPECT_NEAR(rate.band.high - rate.value, z * std::hypot(0.08, 0.03) / 0.05, 1e-6);
}

TEST(RequiredValue, FiellerWithoutDraws) {
  SimulatedSystem system;
  system.horizon = 1;
  system.rows = 1000;
  system.residual_persistence = 0;
  system.simulate();
  const auto valuation = fitted(system);
  const auto equations = valuation.equations();
  const double level = valuation.panel.price_now() * 0.9;
  const auto rate = row_of(required(valuation, level, 0), "rate");
  ASSERT_TRUE(rate.band.low < rate.value && rate.value < rate.band.high) << rate.words;
  // At either end the level is one deviation-band away: (gap - r slope)^2 = z^2 var(gap - r slope).
  for (const double end : {rate.band.low, rate.band.high}) {
    const double r = end - valuation.panel.today[0];
    Vector moved = valuation.panel.today;
    moved[0] = end;
    const double gap = std::log(level) - equations.log_fundamental() - equations.log_growth(moved) -
                       equations.log_multiple(moved);
    const double variance = equations.log_multiple_variance(moved) + equations.log_growth_variance(moved);
    EXPECT_NEAR(gap * gap, 2.7055435 * variance, 1e-6 * variance) << r;
  }
}

TEST(RequiredValue, CoverageFromDraws) {
  int growth_held = 0, rate_held = 0;
  const int systems = 200;
  for (int i = 0; i < systems; ++i) {
    SimulatedSystem system;
    system.seed = 500 + static_cast<std::uint64_t>(i);
    system.simulate();
    auto valuation = fitted(system);
    valuation.draws = fair_value_draws(valuation.panel, valuation.multiple, valuation.growth,
                                       {.draws = 400, .seed = system.seed});
    const auto& now = valuation.panel.today;
    const double level = valuation.panel.price_now();
    const auto rows = required(valuation, level, 0);
    const double needed = std::log(level / valuation.panel.fundamental_now);
    const double true_growth = 100 * (std::exp(needed - system.true_log_multiple(now[0], now[1])) - 1);
    const double true_rate =
        now[0] + (needed - system.true_growth(now[2]) / 100 - system.true_log_multiple(now[0], now[1])) /
                     SimulatedSystem::kFirst;
    const auto growth = row_of(rows, "growth"), rate = row_of(rows, "rate");
    growth_held += growth.band.low <= true_growth && true_growth <= growth.band.high;
    // Without bounds nothing is excluded.
    rate_held += std::isnan(rate.band.low) || (rate.band.low <= true_rate && true_rate <= rate.band.high);
  }
  EXPECT_GE(growth_held, 0.84 * systems);
  EXPECT_LE(growth_held, 0.96 * systems);
  EXPECT_GE(rate_held, 0.84 * systems);
}

TEST(RequiredValue, NoEffect) {
  auto given = with_slopes();
  given.multiple_slopes["rate"] = 0;
  given.growth_slopes["gdp"] = 0;
  const auto rows = required(calibrated(given, {{"rate", 4.4}, {"gdp", 2.0}}), 2300, 0);
  EXPECT_TRUE(std::isnan(row_of(rows, "rate").value));
  EXPECT_EQ(row_of(rows, "rate").words, "none: the rate does not move the multiple");
  EXPECT_TRUE(std::isnan(row_of(rows, "gdp").value));
  EXPECT_EQ(row_of(rows, "gdp").words, "none: the gdp does not move growth");
}

TEST(RequiredValue, NoBounds) {
  SimulatedSystem system;
  system.simulate();
  auto valuation = fitted(system);
  valuation.multiple.coefficients[0] = 0.001;  // far less than its error
  valuation.growth.covariance(1, 1) = 100;
  const double level = valuation.panel.price_now();
  for (const int draws : {0, 400}) {
    valuation.draws =
        fair_value_draws(valuation.panel, valuation.multiple, valuation.growth, {.draws = draws});
    const auto rate = row_of(required(valuation, level, 0), "rate");
    EXPECT_TRUE(std::isfinite(rate.value));
    EXPECT_TRUE(std::isnan(rate.band.low));
    EXPECT_THAT(rate.words, HasSubstr("no bounds: the coefficient of the rate is 0 within its 90% band"));
  }
  valuation.draws = {};
  EXPECT_THAT(row_of(required(valuation, level, 0), "gdp").words, HasSubstr("no bounds"));
}

TEST(RequiredValue, NotMeasurable) {
  SimulatedSystem system;
  system.simulate();
  auto valuation = fitted(system);
  const auto weak = [](const char* name) { return RegressionTerm{name, -0.01, 0.01, -1, 0.31, -0.03, 0.01}; };
  valuation.multiple.table.terms = {weak("constant"), weak("rate"), weak("slope")};
  valuation.growth.table.terms = {weak("constant"), weak("gdp")};
  const auto rows = required(valuation, valuation.panel.price_now(), 0);
  for (const auto* driver : {"rate", "gdp"}) {
    EXPECT_TRUE(std::isnan(row_of(rows, driver).value)) << driver;
    EXPECT_TRUE(std::isnan(row_of(rows, driver).band.low)) << driver;
  }
  EXPECT_EQ(row_of(rows, "rate").words, "No answer: the rate has no measurable effect (p = 0.31)");
  EXPECT_EQ(row_of(rows, "gdp").words, "No answer: output has no measurable effect (p = 0.31)");
  EXPECT_TRUE(std::isfinite(row_of(rows, "growth").value));
}

TEST(RequiredValue, OutOfReach) {
  SimulatedSystem system;
  system.simulate();
  const auto valuation = fitted(system);
  const auto near = required(valuation, valuation.panel.price_now(), 0);
  EXPECT_EQ(row_of(near, "growth").words.find("Out of reach"), std::string::npos);
  EXPECT_EQ(row_of(near, "multiple").words.find("Out of reach"), std::string::npos);
  const auto far = required(valuation, 1000 * valuation.panel.price_now(), 0);
  for (const auto* solves : {"growth", "multiple", "rate"})
    EXPECT_THAT(row_of(far, solves).words, testing::StartsWith("Out of reach: ")) << solves;
}

TEST(RequiredValue, BeyondTheSample) {
  SimulatedSystem system;
  system.simulate();
  const auto valuation = fitted(system);
  EXPECT_THAT(row_of(required(valuation, 10 * valuation.panel.price_now(), 0), "rate").words,
              HasSubstr("standard deviations"));
}

TEST(RequiredValue, GivenByTheScenario) {
  auto given = with_slopes();
  given.multiple_sd = 8;
  given.growth_sd = 3;
  const auto valuation = calibrated(given, {{"rate", 4.4}, {"gdp", 2.0}});
  const auto equations = valuation.equations();
  const auto rows = required_values(equations, today(equations, 5, 1.45), true, true, {"record", 2442.74}, 0);
  EXPECT_NEAR(row_of(rows, "growth").value, 100 * (2442.74 / (1.45 * 2066 / 1.27) - 1), 1e-9);
  EXPECT_TRUE(std::isnan(row_of(rows, "growth").band.low));
  EXPECT_NEAR(row_of(rows, "multiple").value, 2442.74 / (2066 / 1.27 * 1.05), 1e-9);
  EXPECT_TRUE(std::isnan(row_of(rows, "multiple").band.low));
  EXPECT_TRUE(std::isfinite(row_of(rows, "rate").band.low));  // the equation itself is uncertain
}

}  // namespace
}  // namespace rerate

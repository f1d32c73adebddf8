// Behaviour -> test
//   the note's arithmetic: 2,066 at 1.27, fair 1.396 and 1.3% make 2,300; 5% makes 2,384                -> Calibrated
//   ... and the same from 2,066.29                                                                        -> CalibratedFromTheClose
//   a given standard deviation makes the analytic band, and it is the parameters', too                    -> GivenDeviationsMakeABand
//   today's gap closes by (1 - k)^h; without a speed there is no reachable level; k is kept within 0..1   -> Reachable
//   drivers are set, shifted, or stay; the path runs in straight lines to the end                         -> DriversAndPaths
//   a recession is today plus the mean contraction, single drivers overridden, with words                 -> Recession
//   ... and without contractions it is refused, naming the drivers                                        -> RecessionWithoutContractions
//   bottom-up: growth given, drivers as today                                                             -> BottomUp
//   a multiple given stands instead of the equation, and anchors the gap                                  -> MultipleGiven
//   a level is solved for growth, for the multiple, or for both as a curve                                -> LevelSolved
//   levels below and above split by the errors of the equations                                           -> LikeliestPair
//   what is set but not read is told                                                                      -> SaysWhatIsNotRead
//   drivers outside the sample are told with the distance                                                 -> OutsideTheSample
//   without draws the band is the analytic one; with growth given only the multiple's errors count        -> BandsWithoutDraws
//   an end point, or every figure of a path, is judged against the drivers' forecast                      -> Plausibility
//   probabilities weigh the levels                                                                        -> Weighted
//   every contradiction is refused                                                                        -> Contradictions
//   unknown and missing drivers are refused                                                               -> UnknownAndMissingDrivers
#include "rerate/models/scenario.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/models/fair_value_for_test.h"
#include "rerate/models/scenario_drivers.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

GivenEquations note() { return {.fair_multiple = 1.396, .growth = 1.3}; }

Scenario named(const std::string& id) {
  Scenario scenario;
  scenario.id = id;
  scenario.place = {"study.toml", 40, 1};
  return scenario;
}

ScenarioResult evaluate(const Valuation& valuation, const Scenario& scenario,
                        std::optional<double> bottom_up = std::nullopt,
                        const ContractionAverage* contractions = nullptr,
                        const DriverForecast* forecast = nullptr) {
  const auto equations = valuation.equations();
  return evaluate_scenario({&equations, forecast, contractions, bottom_up}, scenario);
}

TEST(Scenario, Calibrated) {
  const auto valuation = calibrated(note());
  EXPECT_NEAR(valuation.panel.fundamental_now, 1626.8, 0.05);
  const auto consensus = evaluate(valuation, named("consensus"));
  EXPECT_NEAR(consensus.level, 2300.5, 0.05);  // 1.396 x 1,626.77 x 1.013 = 2,300.5, the note's "above 2,300"
  EXPECT_NEAR(consensus.multiple, 1.396, 1e-12);
  EXPECT_NEAR(consensus.growth, 1.3, 1e-12);
  EXPECT_NEAR(consensus.upside, 11.35, 0.005);
  auto bottom_up = named("bottom-up");
  bottom_up.kind = ScenarioKind::bottom_up;
  EXPECT_NEAR(evaluate(valuation, bottom_up, 5.0).level, 2384.5, 0.05);
  // 1.396 is rounded: the multiple that makes 2,300 is 1.3957, and with it 5% is 2,384 to the point.
  const double exact = 2300 / (valuation.panel.fundamental_now * 1.013);
  EXPECT_NEAR(exact, 1.396, 0.0005);
  EXPECT_NEAR(evaluate(calibrated({.fair_multiple = exact, .growth = 1.3}), bottom_up, 5.0).level, 2384.0,
              0.05);
}

TEST(Scenario, CalibratedFromTheClose) {
  const auto valuation = calibrated(note(), {}, 2066.29);
  EXPECT_NEAR(valuation.panel.fundamental_now, 1627, 0.01);
  EXPECT_NEAR(evaluate(valuation, named("consensus")).level, 2300.8, 0.05);
  auto five = named("five");
  five.growth = 5;
  EXPECT_NEAR(evaluate(valuation, five).level, 2384.9, 0.05);
}

TEST(Scenario, GivenDeviationsMakeABand) {
  auto given = note();
  EXPECT_TRUE(std::isnan(evaluate(calibrated(given), named("c")).band.low));
  given.multiple_sd = 8;
  given.growth_sd = 3;
  const auto result = evaluate(calibrated(given), named("c"));
  const double reach = 1.6448536 * std::sqrt(0.08 * 0.08 + 0.03 * 0.03);
  EXPECT_NEAR(std::log(result.band.high / result.level), reach, 1e-6);
  EXPECT_NEAR(std::log(result.band.low / result.level), -reach, 1e-6);
  EXPECT_EQ(result.analytic.low, result.band.low);
  EXPECT_EQ(result.parameters.high, result.band.high);
}

TEST(Scenario, Reachable) {
  auto given = note();
  EXPECT_TRUE(std::isnan(evaluate(calibrated(given), named("c")).reachable));
  given.speed = 0.05;
  const auto result = evaluate(calibrated(given), named("c"));
  const double gap = std::log(1.27 / 1.396);  // half of it is left after a year: 0.95^12 = 0.54
  EXPECT_NEAR(result.reachable, result.level * std::exp(std::pow(0.95, 12) * gap), 1e-9);
  EXPECT_LT(result.reachable, result.level);
  auto valuation = calibrated(given);
  valuation.multiple.correction->speed = 1.2;
  EXPECT_EQ(evaluate(valuation, named("c")).reachable, result.level);
  valuation.multiple.correction->speed = -0.1;
  EXPECT_NEAR(evaluate(valuation, named("c")).reachable, 2066 * 1.013, 1e-6);
  valuation.multiple.form = MultipleForm::differences;
  EXPECT_TRUE(std::isnan(evaluate(valuation, named("c")).reachable));
}

GivenEquations with_slopes() {
  return {.fair_multiple = 1.396,
          .multiple_slopes = {{"rate", -0.05}, {"slope", 0.03}},
          .growth = 1.3,
          .growth_slopes = {{"gdp", 1.5}}};
}
Valuation three_drivers() { return calibrated(with_slopes(), {{"rate", 4.4}, {"slope", 0.2}, {"gdp", 2.0}}); }

TEST(Scenario, DriversAndPaths) {
  auto scenario = named("c");
  scenario.set = {{"rate", {4.0}}, {"slope", {0.4, 1.0, 1.6}}};
  scenario.shift = {{"gdp", -1.0}};
  const auto result = evaluate(three_drivers(), scenario);
  EXPECT_THAT(std::vector<double>(result.drivers.begin(), result.drivers.end()), ElementsAre(4.0, 1.6, 1.0));
  EXPECT_NEAR(result.multiple, 1.396 * std::exp(-0.05 * -0.4 + 0.03 * 1.4), 1e-12);
  EXPECT_NEAR(result.growth, 100 * (1.013 * std::exp(-0.015) - 1), 1e-9);
  ASSERT_EQ(result.path.rows(), 12);
  EXPECT_NEAR(result.path(0, 0), 4.4 - 0.4 / 12, 1e-12);
  EXPECT_NEAR(result.path(11, 0), 4.0, 1e-12);
  EXPECT_NEAR(result.path(1, 1), 0.3, 1e-12);  // half way to the first of three
  EXPECT_NEAR(result.path(3, 1), 0.4, 1e-12);
  EXPECT_NEAR(result.path(7, 1), 1.0, 1e-12);
  EXPECT_NEAR(result.path(11, 1), 1.6, 1e-12);

  auto rest = named("r");
  rest.rest_today = true;
  EXPECT_NEAR(evaluate(three_drivers(), rest).multiple, 1.396, 1e-12);
}

ContractionAverage two_contractions() {
  ContractionAverage average;
  const auto month = [](const char* text) { return parse_period(Frequency::monthly, text).value(); };
  average.used = {{month("2007-12"), month("2009-06"), Vector::Constant(3, -1)},
                  {month("2020-02"), month("2020-04"), Vector::Constant(3, -2)}};
  average.left_out = {month("1960-04")};
  average.mean = Vector::Constant(3, -1.5);
  average.standard_deviation = Vector::Constant(3, 0.7);
  return average;
}

TEST(Scenario, Recession) {
  const auto contractions = two_contractions();
  auto scenario = named("recession");
  scenario.kind = ScenarioKind::recession;
  scenario.set = {{"slope", {2.0}}};
  const auto result = evaluate(three_drivers(), scenario, {}, &contractions);
  EXPECT_NEAR(result.drivers[0], 2.9, 1e-12);
  EXPECT_EQ(result.drivers[1], 2.0);
  EXPECT_NEAR(result.drivers[2], 0.5, 1e-12);
  EXPECT_THAT(
      result.words,
      ElementsAre(
          "Today's drivers plus their mean change over 2 contractions (2007-12 to 2009-06, 2020-02 to "
          "2020-04): the rate -1.50 (standard deviation 0.70), the gdp -1.50 (standard deviation 0.70). Not "
          "used: 1960-04."));
  scenario.rest_today = true;  // says what the rest is
  EXPECT_EQ(evaluate(three_drivers(), scenario, {}, &contractions).drivers[0], 4.4);
}

void expect_refused(ErrorCode code, const std::string& what, const Valuation& valuation,
                    const Scenario& scenario) {
  try {
    evaluate(valuation, scenario);
    FAIL() << "not refused: " << what;
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, code) << error.failure().what;
    EXPECT_EQ(error.failure().what, what);
    EXPECT_EQ(error.failure().place.line, 40);
  }
}

TEST(Scenario, RecessionWithoutContractions) {
  auto scenario = named("recession");
  scenario.kind = ScenarioKind::recession;
  scenario.set = {{"slope", {2.0}}};
  const auto valuation = three_drivers();
  EXPECT_TRUE(needs_contractions(valuation.equations(), scenario));
  expect_refused(
      ErrorCode::fair_value_contractions,
      "scenario `recession` needs the mean contraction of `rate`, `gdp`, but there is no recession indicator",
      valuation, scenario);
  scenario.set = {{"slope", {2.0}}, {"rate", {3.0}}, {"gdp", {0.0}}};
  EXPECT_FALSE(needs_contractions(valuation.equations(), scenario));
  scenario.set.clear();
  scenario.level = 1587;
  EXPECT_FALSE(needs_contractions(valuation.equations(), scenario));
}

TEST(Scenario, BottomUp) {
  auto scenario = named("bottom-up");
  scenario.kind = ScenarioKind::bottom_up;
  const auto result = evaluate(three_drivers(), scenario, 5.0);
  EXPECT_NEAR(result.growth, 5, 1e-12);
  EXPECT_NEAR(result.multiple, 1.396, 1e-12);
  EXPECT_EQ(result.drivers[0], 4.4);
  expect_refused(ErrorCode::fair_value_scenario,
                 "scenario `bottom-up`: a bottom-up scenario needs bottom-up growth, but there is none",
                 three_drivers(), scenario);
  scenario.growth = 4;
  EXPECT_NEAR(evaluate(three_drivers(), scenario, 5.0).growth, 4, 1e-12);
}

TEST(Scenario, MultipleGiven) {
  auto given = with_slopes();
  given.speed = 0.05;
  const auto valuation = calibrated(given, {{"rate", 4.4}, {"slope", 0.2}, {"gdp", 2.0}});
  auto scenario = named("c");
  scenario.multiple = 1.45;
  scenario.set = {{"gdp", {2.0}}};  // the multiple's drivers are not read
  const auto result = evaluate(valuation, scenario);
  EXPECT_EQ(result.multiple, 1.45);
  EXPECT_NEAR(result.level, 1.45 * valuation.panel.fundamental_now * 1.013, 1e-9);
  EXPECT_NEAR(result.reachable, result.level * std::exp(std::pow(0.95, 12) * std::log(1.27 / 1.45)), 1e-9);
}

TEST(Scenario, LevelSolved) {
  const auto valuation = calibrated(note());
  auto scenario = named("recession");
  scenario.level = 1587;
  scenario.growth = -5;
  const auto cut = evaluate(valuation, scenario);
  EXPECT_EQ(cut.level, 1587);
  EXPECT_NEAR(cut.multiple, 1587 / (2066 / 1.27 * 0.95), 1e-12);
  EXPECT_NEAR(cut.upside, -23.18, 0.01);
  EXPECT_TRUE(cut.joint_growth.empty());
  EXPECT_TRUE(std::isnan(cut.band.low));
  EXPECT_TRUE(std::isnan(cut.reachable));

  scenario.growth.reset();
  scenario.multiple = 1.27;
  EXPECT_NEAR(evaluate(valuation, scenario).growth, 100 * (1587.0 / 2066 - 1), 1e-9);

  scenario.multiple.reset();
  const auto both = evaluate(valuation, scenario);
  ASSERT_EQ(both.joint_growth.size(), both.joint_multiple.size());
  ASSERT_GE(both.joint_growth.size(), 5u);
  for (std::size_t i = 0; i < both.joint_growth.size(); ++i)
    EXPECT_NEAR(both.joint_multiple[i] * valuation.panel.fundamental_now * (1 + both.joint_growth[i] / 100),
                1587, 1e-9);
  // The ends: growth alone at today's multiple, the multiple alone at the equation's growth.
  EXPECT_NEAR(both.joint_growth.front(), -23.18, 0.01);
  EXPECT_NEAR(both.joint_multiple.front(), 1.27, 1e-9);
  EXPECT_NEAR(both.joint_growth.back(), 1.3, 1e-9);
  EXPECT_NEAR(both.joint_multiple.back(), 0.963, 0.0005);
  EXPECT_NEAR(both.multiple * valuation.panel.fundamental_now * (1 + both.growth / 100), 1587, 1e-9);
  EXPECT_THAT(both.words,
              testing::Contains("With growth of -10% the multiple must fall to 1.08, 15% below today's."));
}

TEST(Scenario, LikeliestPair) {
  auto given = note();
  given.multiple_sd = 8;
  given.growth_sd = 4;
  const auto valuation = calibrated(given);
  auto scenario = named("down");
  scenario.level = 1587;
  const auto result = evaluate(valuation, scenario);
  const double distance = std::log(1587 / (1.396 * valuation.panel.fundamental_now * 1.013));
  // Variances 64 : 16, so four fifths of the distance are the multiple's.
  EXPECT_NEAR(std::log(result.multiple / 1.396), 0.8 * distance, 1e-9);
  EXPECT_NEAR(std::log((1 + result.growth / 100) / 1.013), 0.2 * distance, 1e-9);
  scenario.level = 2442.74;
  const auto up = evaluate(valuation, scenario);
  EXPECT_GT(up.multiple, 1.396);
  EXPECT_GT(up.growth, 1.3);
  // Growth alone, at today's multiple, would have to be 18%.
  EXPECT_NEAR(up.joint_growth.back(), 18.24, 0.01);
  EXPECT_NEAR(up.joint_growth.front(), 1.3, 1e-9);
  EXPECT_THAT(up.words,
              testing::Contains(HasSubstr("With growth of 5% the multiple must rise to 1.43, 13% above")));
}

TEST(Scenario, SaysWhatIsNotRead) {
  auto scenario = named("c");
  scenario.rest_today = true;
  scenario.growth = 5;
  scenario.set = {{"gdp", {3.0}}};
  EXPECT_THAT(evaluate(three_drivers(), scenario).words,
              ElementsAre("`gdp` changes nothing here: the scenario gives growth itself."));
}

TEST(Scenario, OutsideTheSample) {
  SimulatedSystem system;
  system.simulate();
  const auto valuation = fitted(system);
  auto scenario = named("far");
  const Vector slope = valuation.panel.drivers.col(1);
  const double high = slope.maxCoeff();
  const double sd = std::sqrt((slope.array() - slope.mean()).square().sum() / 399);
  scenario.rest_today = true;
  scenario.set = {{"slope", {high + 2 * sd}}};
  const auto result = evaluate(valuation, scenario);
  ASSERT_EQ(result.outside.size(), 1u);
  EXPECT_THAT(result.outside[0], HasSubstr("the curve "));
  EXPECT_THAT(result.outside[0], HasSubstr("above "));
  EXPECT_THAT(result.outside[0], HasSubstr(" of 1970-01 to 2003-04, by 2.0 standard deviations"));
  scenario.set = {{"slope", {high}}};
  EXPECT_TRUE(evaluate(valuation, scenario).outside.empty());
}

TEST(Scenario, BandsWithoutDraws) {
  SimulatedSystem system;
  system.simulate();
  const auto valuation = fitted(system);
  const auto equations = valuation.equations();
  auto scenario = named("now");
  scenario.rest_today = true;
  const auto both = evaluate(valuation, scenario);
  EXPECT_EQ(both.band.low, both.analytic.low);
  const auto& errors = equations.errors();
  const auto& today = valuation.panel.today;
  const double of_multiple = equations.log_multiple_variance(today) + errors.multiple_variance;
  const double all =
      of_multiple + equations.log_growth_variance(today) + errors.growth_variance + 2 * errors.covariance;
  EXPECT_NEAR(std::log(both.band.high / both.level), 1.6448536 * std::sqrt(all), 1e-6);
  scenario.growth = 2;
  const auto growth_given = evaluate(valuation, scenario);
  EXPECT_NEAR(std::log(growth_given.band.high / growth_given.level), 1.6448536 * std::sqrt(of_multiple),
              1e-6);
  scenario.multiple = 1.4;
  EXPECT_TRUE(std::isnan(evaluate(valuation, scenario).band.low));
}

TEST(Scenario, Plausibility) {
  SimulatedSystem system;
  system.simulate();
  const auto valuation = fitted(system);
  const auto forecast = forecast_drivers(valuation.panel, 12);
  ASSERT_FALSE(forecast.empty());
  auto scenario = named("as forecast");
  for (Index i = 0; i < 3; ++i)
    scenario.set[valuation.panel.names[static_cast<std::size_t>(i)]] = {forecast.path.mean(11, i)};
  const auto likely = evaluate(valuation, scenario, {}, nullptr, &forecast);
  EXPECT_NEAR(likely.plausibility.p, 1, 1e-9);
  EXPECT_EQ(likely.plausibility.degrees_of_freedom, 3);
  // 1.96 forecast deviations of a single judged driver: p = 5%.
  auto one = named("one driver");
  one.growth = 2;
  one.multiple = 1.4;
  const double sd = std::sqrt(forecast.path.covariance(11 * 3, 11 * 3));
  one.set = {{"rate", {forecast.path.mean(11, 0) + 1.959964 * sd}}};
  EXPECT_NEAR(evaluate(valuation, one, {}, nullptr, &forecast).plausibility.p, 0.05, 1e-6);
  // A path is judged at each figure.
  scenario.set["rate"] = {4, 4, 4, 4};
  EXPECT_EQ(evaluate(valuation, scenario, {}, nullptr, &forecast).plausibility.degrees_of_freedom, 6);
  EXPECT_TRUE(std::isnan(evaluate(valuation, scenario).plausibility.p));
}

TEST(Scenario, Weighted) {
  const auto valuation = calibrated(note());
  auto up = named("up"), down = named("down");
  up.probability = 0.75;
  down.probability = 0.25;
  down.level = 1587;
  check_scenarios({up, down}, 12);
  const std::vector<ScenarioResult> results = {evaluate(valuation, up), evaluate(valuation, down)};
  EXPECT_NEAR(weighted_level(results).value(), 0.75 * results[0].level + 0.25 * 1587, 1e-9);
  EXPECT_FALSE(weighted_level({evaluate(valuation, named("x"))}).has_value());
  EXPECT_FALSE(weighted_level({}).has_value());
}

void expect_contradiction(const std::vector<Scenario>& scenarios, const std::string& what) {
  try {
    check_scenarios(scenarios, 12);
    FAIL() << "not refused: " << what;
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::fair_value_scenario);
    EXPECT_EQ(error.failure().what, what);
    EXPECT_EQ(error.failure().place.line, 40);
  }
}

TEST(Scenario, Contradictions) {
  const auto with = [](auto change) {
    auto scenario = named("c");
    change(scenario);
    return std::vector{scenario};
  };
  const auto all_given =
      "scenario `c`: growth, multiple and level are all given, but any two of them make the third";
  expect_contradiction(with([](Scenario& s) { s.growth = 5, s.multiple = 1.4, s.level = 2300; }), all_given);
  expect_contradiction(
      with([](Scenario& s) { s.kind = ScenarioKind::bottom_up, s.multiple = 1.4, s.level = 2300; }),
      all_given);
  expect_contradiction(with([](Scenario& s) { s.multiple = 0; }),
                       "scenario `c`: `multiple` must be above 0, but is 0");
  expect_contradiction(with([](Scenario& s) { s.multiple = std::nan(""); }),
                       "scenario `c`: `multiple` must be above 0, but is nan");
  expect_contradiction(with([](Scenario& s) { s.level = -1; }),
                       "scenario `c`: `level` must be above 0, but is -1");
  expect_contradiction(with([](Scenario& s) { s.growth = -100; }),
                       "scenario `c`: `growth` must be above -100 percent, but is -100");
  expect_contradiction(with([](Scenario& s) {
                         s.set = {{"rate", {4}}}, s.shift = {{"rate", 1}};
                       }),
                       "scenario `c`: driver `rate` is both set and shifted");
  expect_contradiction(with([](Scenario& s) {
                         s.set = {{"rate", {}}};
                       }),
                       "scenario `c`: driver `rate` is set to an empty path");
  expect_contradiction(with([](Scenario& s) {
                         s.set = {{"rate", std::vector<double>(13, 4.0)}};
                       }),
                       "scenario `c`: the path of `rate` has 13 figures, but the horizon only 12 periods");
  expect_contradiction(with([](Scenario& s) {
                         s.set = {{"rate", {HUGE_VAL}}};
                       }),
                       "scenario `c`: driver `rate` must be set to finite numbers, but one is inf");
  expect_contradiction(with([](Scenario& s) {
                         s.shift = {{"rate", std::nan("")}};
                       }),
                       "scenario `c`: driver `rate` must be shifted by a finite number, but it is nan");
  expect_contradiction(with([](Scenario& s) { s.probability = -0.1; }),
                       "scenario `c`: `probability` must be between 0 and 1, but is -0.1");
  expect_contradiction({named("c"), named("c")}, "two scenarios are called `c`");
  auto half = named("a"), other = named("b");
  half.probability = 0.5;
  expect_contradiction({half, other}, "scenario `b`: it has no `probability`, but others do");
  other.probability = 0.4;
  expect_contradiction({half, other}, "probabilities must add up to 1, but add up to 0.9");
  other.probability = 0.5;
  EXPECT_NO_THROW(check_scenarios({half, other}, 12));
}

TEST(Scenario, UnknownAndMissingDrivers) {
  auto scenario = named("c");
  scenario.set = {{"rat", {4.0}}};
  expect_refused(ErrorCode::fair_value_driver, "scenario `c` names a driver that does not exist: `rat`",
                 three_drivers(), scenario);
  try {
    evaluate(three_drivers(), scenario);
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().mend, "did you mean `rate`?");
  }
  scenario.set.clear();
  scenario.shift = {{"inflation", 1.0}};
  expect_refused(ErrorCode::fair_value_driver, "scenario `c` names a driver that does not exist: `inflation`",
                 three_drivers(), scenario);
  scenario.shift.clear();
  scenario.set = {{"rate", {4.0}}};
  expect_refused(ErrorCode::fair_value_driver, "scenario `c` gives no value for drivers `slope`, `gdp`",
                 three_drivers(), scenario);
  scenario.set = {{"rate", {4.0}}, {"slope", {0.0}}};
  expect_refused(ErrorCode::fair_value_driver, "scenario `c` gives no value for driver `gdp`",
                 three_drivers(), scenario);
  expect_refused(ErrorCode::fair_value_driver,
                 "scenario `c` gives no growth, and there is no growth equation",
                 calibrated({.fair_multiple = 1.4}), named("c"));
}

}  // namespace
}  // namespace rerate

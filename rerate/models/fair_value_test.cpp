// Behaviour -> test
//   the note in calibrated mode: levels, growths, inversions, recession as a curve                     -> CalibratedNote
//   estimated on a simulated system: the truth lies in every band, everything adds up                   -> EstimatedInLevels
//   without cointegration differences are used, and the reader is told                                  -> EstimatedInDifferences
//   half given: a given growth with an estimated multiple, a given multiple with estimated growth       -> HalfGiven
//   growth of the same stretch (meanwhile)                                                              -> Meanwhile
//   contractions are averaged over all history, for the recession scenario, also before `from`          -> RecessionFromHistory
//   quarterly series: attribution of one and four quarters                                              -> Quarterly
//   a speed given for an estimated multiple                                                             -> SpeedGiven
//   probability weights                                                                                 -> Weighted
//   warnings: outside the sample, few blocks, drivers read ahead of time, no attribution                -> Warnings
//   the same bits for any number of threads                                                             -> SameForAnyThreads
//   every question that makes no sense is refused                                                       -> Refusals
#include "rerate/models/fair_value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/base/parallel.h"
#include "rerate/models/fair_value_for_test.h"

namespace rerate {
namespace {

using testing::Contains;
using testing::HasSubstr;

Scenario scenario_of(const std::string& id, ScenarioKind kind = ScenarioKind::custom) {
  Scenario scenario;
  scenario.id = scenario.title = id;
  scenario.kind = kind;
  scenario.place = {"study.toml", 40, 1};
  return scenario;
}

Scenario rest_today(const std::string& id) {
  auto scenario = scenario_of(id);
  scenario.rest_today = true;
  return scenario;
}

// A system as series, and a question about it.
struct Study {
  Series price, fundamental, recession;
  std::vector<Series> columns;
  FairValueQuestion question;

  explicit Study(const SimulatedSystem& system, Frequency frequency = Frequency::monthly) {
    const auto series = [&](const std::string& name, Kind kind) {
      return Series{{frequency, kind, kind == Kind::rate ? "percent" : ""}, name, {}, {}, {}};
    };
    price = series("small", Kind::price_index);
    fundamental = series("sales", Kind::level);
    recession = series("recession", Kind::indicator);
    for (const char* name : {"rate", "slope", "gdp"}) columns.push_back(series(name, Kind::rate));
    for (Index t = 0; t < system.rows; ++t) {
      const auto ordinal = static_cast<std::int32_t>(t);
      const Date known = last_day({frequency, ordinal});
      price.append(ordinal, std::exp(system.log_fundamental[t] + system.log_multiple[t]), known);
      fundamental.append(ordinal, std::exp(system.log_fundamental[t]), known);
      for (Index i = 0; i < 3; ++i)
        columns[static_cast<std::size_t>(i)].append(ordinal, system.drivers(t, i), known);
      recession.append(ordinal, t % 120 >= 60 && t % 120 < 72 ? 1 : 0, known);
    }
    question.price = &price;
    question.fundamental = &fundamental;
    for (const auto& column : columns)
      question.drivers.push_back({column.name, "the " + column.name, &column, {"study.toml", 10, 1}});
    question.multiple_drivers = {"rate", "slope"};
    question.growth_drivers = {"gdp"};
    question.multiple.form = MultipleFormChoice::levels;
    question.bands.draws = 500;
    question.scenarios = {rest_today("consensus")};
    question.bottom_up = 6.0;
    question.place = {"study.toml", 2, 1};
  }
  Study(const Study&) = delete;
};

SimulatedSystem simulated(std::uint64_t seed = 7, Index rows = 480) {
  SimulatedSystem system;
  system.rows = rows;
  system.seed = seed;
  system.simulate();
  return system;
}

const RequiredValue& row_of(const FairValue& value, const std::string& target, const std::string& solves) {
  for (const auto& row : value.required)
    if (row.target.starts_with(target) && row.solves == solves) return row;
  throw std::runtime_error("no row " + target + " " + solves);
}

TEST(FairValue, CalibratedNote) {
  const auto price = monthly_named("small", "2025-05", {2066}, Kind::price_index);
  const auto record = daily({{"2021-11-08", 2442.74}, {"2025-05-30", 2066.29}});
  FairValueQuestion question;
  question.price = &price;
  question.record = &record;
  question.multiple_today = 1.27;
  question.given = {.fair_multiple = 1.396, .growth = 1.3};
  question.bottom_up = 5.0;
  question.levels = {2300};
  auto recession = scenario_of("recession", ScenarioKind::recession);
  recession.level = 1587;
  question.scenarios = {scenario_of("consensus", ScenarioKind::consensus),
                        scenario_of("bottom-up", ScenarioKind::bottom_up), recession};
  const auto value = fair_value(question);
  EXPECT_NEAR(value.panel.fundamental_now, 1626.8, 0.05);
  EXPECT_NEAR(value.scenarios[0].level, 2300.5, 0.05);
  EXPECT_NEAR(value.scenarios[1].level, 2384.5, 0.05);
  EXPECT_EQ(value.scenarios[2].level, 1587);
  EXPECT_GE(value.scenarios[2].joint_growth.size(), 5u);
  EXPECT_NEAR(value.growths.model, 1.3, 1e-9);
  EXPECT_EQ(value.growths.bottom_up, 5);
  EXPECT_NEAR(value.growths.priced_in, -9.0, 0.05);
  EXPECT_NEAR(value.growths.disconnect, 3.7, 1e-9);
  EXPECT_EQ(value.record_level, 2442.74);
  EXPECT_EQ(to_string(value.record_date), "2021-11-08");
  EXPECT_NEAR(row_of(value, "record 2442.74 (2021-11-08)", "growth").value, 7.6, 0.05);
  EXPECT_NEAR(row_of(value, "2300", "growth").value, 1.3, 0.05);
  EXPECT_TRUE(value.draws.empty());
  EXPECT_EQ(value.multiple.form, MultipleForm::given);
  EXPECT_FALSE(value.weighted_level.has_value());
  EXPECT_TRUE(value.warnings.empty()) << value.warnings.front();
}

void expect_adds_up(const Attribution& split) {
  double points = 0;
  for (const auto& part : split.parts) points += part.points;
  EXPECT_EQ(points, split.end - split.start) << split.title;
}

TEST(FairValue, EstimatedInLevels) {
  const auto system = simulated();
  const Study study(system);
  const auto value = fair_value(study.question);
  const auto& now = value.panel.today;
  ASSERT_EQ(value.multiple.form, MultipleForm::levels);
  const auto& base = value.scenarios.front();
  const double truth = std::exp(system.log_fundamental[479] + system.true_log_multiple(now[0], now[1]) +
                                system.true_growth(now[2]) / 100);
  EXPECT_LT(base.parameters.low, truth);
  EXPECT_GT(base.parameters.high, truth);
  EXPECT_LT(base.band.low, base.parameters.low);
  EXPECT_GT(base.band.high, base.parameters.high);
  EXPECT_LT(base.analytic.low, base.level);
  EXPECT_NEAR(base.level, value.fair_through_time[479], 1e-9 * base.level);
  EXPECT_LT(value.fair_low[479], value.fair_through_time[479]);
  EXPECT_GT(base.plausibility.p, 0);
  EXPECT_LE(base.plausibility.p, 1);
  EXPECT_NEAR(base.upside, 100 * (base.level / value.panel.price_now() - 1), 1e-9);
  // u is an AR(1) of 0.5: half of a gap closes in a month, so hardly any is left after a year.
  ASSERT_TRUE(value.multiple.correction.has_value());
  EXPECT_NEAR(value.multiple.correction->speed, 0.5, 0.15);
  EXPECT_NEAR(base.reachable / base.level, 1, 0.01);
  EXPECT_LT(value.growths.model_band.low, system.true_growth(now[2]) + 1);
  EXPECT_GT(value.growths.model_band.high, system.true_growth(now[2]) - 1);
  EXPECT_NEAR(value.growths.priced_in,
              100 * (value.panel.price_now() / (base.multiple * value.panel.fundamental_now) - 1), 1e-9);
  ASSERT_EQ(value.attributions.size(), 2u);
  EXPECT_EQ(value.attributions[0].title, "3 months to 2009-12");
  EXPECT_EQ(value.attributions[1].title, "12 months to 2009-12");
  for (const auto& split : value.attributions) expect_adds_up(split);
  expect_adds_up(value.gap);
  // Price, record: growth, multiple, rate, gdp each.
  EXPECT_EQ(value.required.size(), 8u);
  EXPECT_GE(value.record_level, value.panel.price_now());
  EXPECT_NEAR(base.level / value.panel.price_now(), std::exp(value.gap.percent / 100), 1e-9);
}

TEST(FairValue, EstimatedInDifferences) {
  SimulatedSystem system;
  system.rows = 480;
  system.seed = 2;
  system.random_walk_residual = true;
  system.simulate();
  Study study(system);
  study.question.multiple.form = MultipleFormChoice::automatic;
  const auto value = fair_value(study.question);
  ASSERT_EQ(value.multiple.form, MultipleForm::differences);
  const auto& base = value.scenarios.front();
  EXPECT_NEAR(base.multiple, std::exp(value.panel.log_multiple_now()),
              1e-9);  // today's drivers: today's multiple
  EXPECT_TRUE(std::isnan(base.reachable));
  EXPECT_LT(base.band.low, base.level);
  EXPECT_THAT(value.warnings, Contains(HasSubstr("one of differences")));
  for (const auto& split : value.attributions) expect_adds_up(split);
}

TEST(FairValue, HalfGiven) {
  const auto system = simulated();
  Study study(system);
  study.question.given = {.growth = 2.0, .growth_sd = 3.0};
  const auto growth_given = fair_value(study.question);
  EXPECT_TRUE(growth_given.growth.given);
  EXPECT_EQ(growth_given.multiple.form, MultipleForm::levels);
  EXPECT_NEAR(growth_given.scenarios[0].growth, 2, 1e-9);
  EXPECT_GT(growth_given.scenarios[0].band.high, growth_given.scenarios[0].level);
  study.question.given = {.fair_multiple = 1.2, .multiple_slopes = {{"rate", -0.05}}};
  const auto multiple_given = fair_value(study.question);
  EXPECT_EQ(multiple_given.multiple.form, MultipleForm::given);
  EXPECT_FALSE(multiple_given.growth.given);
  EXPECT_NEAR(multiple_given.scenarios[0].multiple, 1.2, 1e-12);
  EXPECT_LT(multiple_given.scenarios[0].band.low, multiple_given.scenarios[0].level);
}

TEST(FairValue, Meanwhile) {
  const auto system = simulated();
  Study study(system);
  study.question.growth.timing = GrowthTiming::meanwhile;
  const auto value = fair_value(study.question);
  EXPECT_EQ(value.growth.timing, GrowthTiming::meanwhile);
  EXPECT_TRUE(std::isfinite(value.fair_through_time[479]));
  EXPECT_LT(value.scenarios[0].band.low, value.scenarios[0].band.high);
}

TEST(FairValue, RecessionFromHistory) {
  const auto system = simulated();
  Study study(system);
  study.question.recession = &study.recession;
  study.question.scenarios.push_back(scenario_of("recession", ScenarioKind::recession));
  const auto value = fair_value(study.question);
  ASSERT_TRUE(value.contractions.has_value());
  EXPECT_EQ(value.contractions->used.size(), 4u);
  for (Index i = 0; i < 3; ++i)
    EXPECT_NEAR(value.scenarios[1].drivers[i], value.panel.today[i] + value.contractions->mean[i], 1e-12);
  EXPECT_THAT(value.scenarios[1].words, Contains(HasSubstr("4 contractions")));
  study.question.from = make_date(1990, 1, 1);
  const auto recent = fair_value(study.question);
  EXPECT_EQ(recent.panel.rows(), 240);
  EXPECT_EQ(recent.contractions->used.size(), 4u);
  EXPECT_EQ(recent.scenarios[1].drivers, value.scenarios[1].drivers);
  EXPECT_EQ(recent.record_level, value.record_level);
  study.question.recession = nullptr;
  EXPECT_THROW(fair_value(study.question), UserError);
}

TEST(FairValue, Quarterly) {
  auto system = simulated(11, 160);
  system.horizon = 4;
  system.simulate();
  Study study(system, Frequency::quarterly);
  study.question.horizon = 4;
  const auto value = fair_value(study.question);
  ASSERT_EQ(value.attributions.size(), 2u);
  EXPECT_EQ(value.attributions[0].title, "1 quarter to 2009Q4");
  EXPECT_EQ(value.attributions[1].title, "4 quarters to 2009Q4");
  for (const auto& split : value.attributions) expect_adds_up(split);
}

TEST(FairValue, SpeedGiven) {
  const auto system = simulated();
  Study study(system);
  study.question.given = {.speed = 0.1};
  const auto value = fair_value(study.question);
  EXPECT_EQ(value.multiple.correction->speed, 0.1);
  const auto& base = value.scenarios[0];
  const double gap = value.panel.log_multiple_now() - std::log(base.multiple);
  EXPECT_NEAR(std::log(base.reachable / base.level), std::pow(0.9, 12) * gap, 1e-9);
}

TEST(FairValue, Weighted) {
  const auto system = simulated();
  Study study(system);
  auto down = rest_today("down");
  down.growth = -5;
  study.question.scenarios.push_back(down);
  study.question.scenarios[0].probability = 0.8;
  study.question.scenarios[1].probability = 0.2;
  study.question.base = "down";
  const auto value = fair_value(study.question);
  EXPECT_EQ(value.base, 1u);
  EXPECT_NEAR(*value.weighted_level, 0.8 * value.scenarios[0].level + 0.2 * value.scenarios[1].level, 1e-9);
  // The model's growth stays that of the equation, whatever the base scenario says.
  EXPECT_NEAR(value.growths.model, value.scenarios[0].growth, 1e-9);
}

TEST(FairValue, Warnings) {
  const auto system = simulated(7, 120);
  Study study(system);
  auto far = rest_today("far");
  far.set = {{"slope", {9.0}}, {"gdp", {1.0}}};
  study.question.scenarios.push_back(far);
  study.columns[1].value[107] = std::nan("");
  const auto value = fair_value(study.question);
  EXPECT_THAT(
      value.warnings,
      Contains(HasSubstr("far lies outside what the equations were estimated on: the slope 9.00: above")));
  EXPECT_THAT(value.warnings, Contains(HasSubstr("Bands rest on")));
  EXPECT_THAT(value.warnings, Contains(HasSubstr("`far` reads `gdp` as though it stood there already")));
  // A driver without a figure at the start is read as it was last.
  EXPECT_THAT(value.warnings, testing::Not(Contains(HasSubstr("Not split"))));
}

TEST(FairValue, SameForAnyThreads) {
  const auto system = simulated();
  const Study study(system);
  set_thread_count(1);
  const auto one = fair_value(study.question);
  set_thread_count(5);
  const auto many = fair_value(study.question);
  set_thread_count(0);
  EXPECT_EQ(one.scenarios[0].band.low, many.scenarios[0].band.low);
  EXPECT_EQ(one.scenarios[0].band.high, many.scenarios[0].band.high);
  EXPECT_EQ(one.required[3].value, many.required[3].value);
}

void expect_refused(const FairValueQuestion& question, ErrorCode code, const std::string& what,
                    const std::string& mend = {}) {
  try {
    fair_value(question);
    FAIL() << "not refused: " << what;
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, code) << error.failure().what;
    EXPECT_EQ(error.failure().what, what);
    if (!mend.empty()) {
      EXPECT_EQ(error.failure().mend, mend);
    }
    EXPECT_GT(error.failure().place.line, 0);
  }
}

TEST(FairValue, Refusals) {
  const auto system = simulated();
  const Study study(system);
  const auto with = [&](auto change) {
    auto question = study.question;
    change(question);
    return question;
  };
  using Q = FairValueQuestion;
  expect_refused(with([](Q& q) { q.scenarios.clear(); }), ErrorCode::fair_value_scenario,
                 "fair value needs at least one scenario");
  expect_refused(with([](Q& q) { q.horizon = 0; }), ErrorCode::regression_settings,
                 "the horizon must be between 1 and 600 periods, but is 0");
  expect_refused(with([](Q& q) { q.bottom_up = -100; }), ErrorCode::fair_value_scenario,
                 "bottom-up growth must be above -100 percent, but is -100");
  expect_refused(with([](Q& q) { q.levels = {0}; }), ErrorCode::fair_value_scenario,
                 "levels must be above zero, but one is 0");
  expect_refused(with([](Q& q) { q.fundamental = nullptr; }), ErrorCode::fair_value_given,
                 "there is neither a fundamental nor `multiple_today`");
  expect_refused(
      with([](Q& q) { q.fundamental = nullptr, q.multiple_today = 1.27; }), ErrorCode::fair_value_given,
      "the multiple equation cannot be estimated without a history of the fundamental, and `given` has no "
      "`fair_multiple`");
  expect_refused(
      with([](Q& q) {
        q.fundamental = nullptr;
        q.multiple_today = 1.27;
        q.given = {.fair_multiple = 1.4};
      }),
      ErrorCode::fair_value_given,
      "the growth equation cannot be estimated without a history of the fundamental, and `given` has no "
      "`growth`");
  expect_refused(with([](Q& q) { q.drivers[1].name = "rate"; }), ErrorCode::fair_value_driver,
                 "two drivers are called `rate`");
  expect_refused(with([](Q& q) {
                   q.multiple_drivers = {"rate", "slop"};
                 }),
                 ErrorCode::fair_value_driver,
                 "the multiple equation names a driver that does not exist: `slop`", "did you mean `slope`?");
  expect_refused(with([](Q& q) { q.growth_drivers = {"output"}; }), ErrorCode::fair_value_driver,
                 "the growth equation names a driver that does not exist: `output`",
                 "The drivers are rate, slope, gdp.");
  expect_refused(with([](Q& q) { q.rate_driver = "gdp"; }), ErrorCode::fair_value_driver,
                 "`rate` names `gdp`, which does not drive the multiple",
                 "Name one of the multiple's drivers: rate, slope.");
  expect_refused(with([](Q& q) { q.base = "consensu"; }), ErrorCode::fair_value_scenario,
                 "the base names a scenario that does not exist: `consensu`", "did you mean `consensus`?");
  expect_refused(with([](Q& q) { q.bands.draws = 5; }), ErrorCode::regression_settings,
                 "`draws` must be 0 or between 100 and 20000, but is 5");
  expect_refused(with([](Q& q) { q.given = {.multiple_sd = 3.0}; }), ErrorCode::fair_value_given,
                 "`multiple_sd` needs `fair_multiple`, whose uncertainty it is");
  expect_refused(with([](Q& q) { q.from = make_date(2100, 1, 1); }), ErrorCode::fair_value_sample,
                 "`small` has no price");
  expect_refused(
      with([](Q& q) { q.scenarios[0].level = 2000, q.scenarios[0].growth = 1, q.scenarios[0].multiple = 1; }),
      ErrorCode::fair_value_scenario,
      "scenario `consensus`: growth, multiple and level are all given, but any two of them make the third");
  expect_refused(with([](Q& q) { q.bands.block_length = 200; }), ErrorCode::fair_value_blocks,
                 "bands need at least 5 blocks: 468 common rows hold 2 blocks of 200");
}

}  // namespace
}  // namespace rerate

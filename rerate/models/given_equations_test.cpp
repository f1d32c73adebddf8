// Behaviour -> test
//   the fair multiple holds at today's drivers and moves with the slopes             -> MultipleAtTodaysDrivers
//   growth, too, in percent                                                          -> GrowthAtTodaysDrivers
//   a standard deviation is the covariance of the constant; without one there is none -> DeviationsAreCovariance
//   a speed becomes an error correction with its half-life                           -> SpeedHasAHalfLife
//   without growth there is no growth equation                                       -> NoGrowthEquation
//   tables say that figures are given                                                -> TablesSayGiven
//   every figure out of range, and slopes of unknown drivers, are refused            -> Refusals
#include "rerate/models/given_equations.h"

#include <gtest/gtest.h>

#include "rerate/models/fair_value_for_test.h"

namespace rerate {
namespace {

FairValuePanel panel() { return calibrated_panel({{"rate", 4.4}, {"slope", 0.2}, {"gdp", 2.0}}); }

TEST(GivenEquations, MultipleAtTodaysDrivers) {
  const auto equation = given_multiple(
      panel(), {.fair_multiple = 1.396, .multiple_slopes = {{"slope", 0.03}, {"rate", -0.05}}});
  EXPECT_EQ(equation.form, MultipleForm::given);
  ASSERT_EQ(equation.drivers, (std::vector<Index>{0, 1}));  // in the panel's order
  Vector x(2), now(2);
  now << 4.4, 0.2;
  EXPECT_NEAR(equation.fair_log_multiple(now, now, 0), std::log(1.396), 1e-15);
  x << 3.4, 1.2;
  EXPECT_NEAR(equation.fair_log_multiple(x, now, 0), std::log(1.396) + 0.05 + 0.03, 1e-15);
}

TEST(GivenEquations, GrowthAtTodaysDrivers) {
  const auto equation = given_growth(panel(), {.growth = 1.3, .growth_slopes = {{"gdp", 1.5}}}, 12);
  EXPECT_TRUE(equation.given);
  EXPECT_EQ(equation.horizon, 12);
  EXPECT_NEAR(equation.growth(Vector::Constant(1, 2.0)), 1.3, 1e-12);
  EXPECT_NEAR(equation.growth(Vector::Constant(1, 3.0)), 100 * (1.013 * std::exp(0.015) - 1), 1e-12);
}

TEST(GivenEquations, DeviationsAreCovariance) {
  const auto multiple = given_multiple(
      panel(), {.fair_multiple = 1.396, .multiple_slopes = {{"rate", -0.05}}, .multiple_sd = 8.0});
  ASSERT_EQ(multiple.covariance.rows(), 2);
  EXPECT_NEAR(multiple.covariance(0, 0), 0.0064, 1e-15);
  EXPECT_EQ(multiple.covariance(1, 1), 0);
  EXPECT_EQ(multiple.residual_sd, 0);
  EXPECT_EQ(given_multiple(panel(), {.fair_multiple = 1.396}).covariance.size(), 0);
  const auto growth = given_growth(panel(), {.growth = 1.3, .growth_sd = 3.0}, 12);
  EXPECT_EQ(growth.covariance(0, 0), 9);
}

TEST(GivenEquations, SpeedHasAHalfLife) {
  const auto equation = given_multiple(panel(), {.fair_multiple = 1.396, .speed = 0.05});
  ASSERT_TRUE(equation.correction.has_value());
  EXPECT_EQ(equation.correction->speed, 0.05);
  EXPECT_NEAR(equation.correction->half_life, 13.51, 0.01);
  EXPECT_TRUE(std::isinf(half_life_of(0)));
  EXPECT_EQ(half_life_of(1), 0);
  EXPECT_FALSE(given_multiple(panel(), {.fair_multiple = 1.396}).correction.has_value());
}

TEST(GivenEquations, NoGrowthEquation) {
  const auto equation = given_growth(panel(), {}, 12);
  EXPECT_TRUE(std::isnan(equation.constant));
  EXPECT_EQ(equation.words.front(), "There is no growth equation: scenarios give their growth.");
}

TEST(GivenEquations, TablesSayGiven) {
  const auto equation = given_multiple(
      panel(), {.fair_multiple = 1.396, .multiple_slopes = {{"rate", -0.05}}, .multiple_sd = 8.0});
  EXPECT_EQ(equation.table.errors, "given, not estimated");
  ASSERT_EQ(equation.table.terms.size(), 2u);
  EXPECT_EQ(equation.table.terms[1].name, "rate");
  EXPECT_EQ(equation.table.terms[1].estimate, -0.05);
  EXPECT_TRUE(std::isnan(equation.table.terms[1].std_error));
  EXPECT_NEAR(equation.table.terms[0].std_error, 0.08, 1e-15);
}

void expect_refused(const GivenEquations& given, const std::string& what,
                    ErrorCode code = ErrorCode::fair_value_given) {
  try {
    check_given(panel(), given);
    FAIL() << "not refused: " << what;
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, code);
    EXPECT_EQ(error.failure().what, what);
    EXPECT_EQ(error.failure().place.line, 2);
  }
}

TEST(GivenEquations, Refusals) {
  expect_refused({.fair_multiple = 0.0}, "`fair_multiple` must be above zero, but is 0");
  expect_refused({.fair_multiple = HUGE_VAL}, "`fair_multiple` must be above zero, but is inf");
  expect_refused({.growth = -100.0}, "`growth` must be above -100 percent, but is -100");
  expect_refused({.fair_multiple = 1.4, .multiple_sd = -1.0},
                 "`multiple_sd` must be zero or above, but is -1");
  expect_refused({.growth = 1.0, .growth_sd = std::nan("")},
                 "`growth_sd` must be a finite number, but is nan");
  expect_refused({.speed = 1.5}, "`speed` is the share of a gap that closes in a period: 0 to 1, but is 1.5");
  expect_refused({.speed = -0.5}, "`speed` must be zero or above, but is -0.5");
  expect_refused({.multiple_slopes = {{"rate", -0.05}}},
                 "`multiple_slopes` needs `fair_multiple`, the figure at today's drivers");
  expect_refused({.growth_slopes = {{"gdp", 1}}},
                 "`growth_slopes` needs `growth`, the figure at today's drivers");
  expect_refused({.multiple_sd = 8.0}, "`multiple_sd` needs `fair_multiple`, whose uncertainty it is");
  expect_refused({.growth_sd = 8.0}, "`growth_sd` needs `growth`, whose uncertainty it is");
  expect_refused({.fair_multiple = 1.4, .multiple_slopes = {{"rate", HUGE_VAL}}},
                 "`multiple_slopes` must be a finite number, but is inf");
  expect_refused({.fair_multiple = 1.4, .multiple_slopes = {{"rat", 1}}},
                 "`multiple_slopes` names a driver that does not exist: `rat`", ErrorCode::fair_value_driver);
}

}  // namespace
}  // namespace rerate

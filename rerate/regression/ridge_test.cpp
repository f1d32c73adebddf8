// Behaviour -> test
//   coefficients as in scikit-learn (tests/oracles/ridge.py)                     -> AsInScikitLearn
//   two drivers by hand                                                          -> HandComputed
//   a penalty of next to nothing is least squares; a large one leaves the mean   -> EndsOfThePenalty
//   units of drivers and of y do not matter, nor how far they are from zero      -> UnitsDoNotMatter
//   equal drivers share a coefficient                                            -> CollinearDrivers
//   a driver that does not vary has coefficient 0                                -> DriverWithoutVariation
//   wrong input is told                                                          -> WrongInputIsTold

#include "rerate/regression/ridge.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "rerate/regression/penalised_for_test.h"

namespace rerate {
namespace {

TEST(Ridge, AsInScikitLearn) {
  const auto sample = penalised_sample();
  const auto golden = ridge_golden().at("ridge");
  ASSERT_EQ(golden.size(), 4u);
  for (const auto& expected : golden)
    expect_fit(ridge(sample.series.col(0), sample.drivers, expected.at("penalty")), expected, 1e-12);
}

// x1 = 1 -1 1 -1, x2 = 1 1 -1 -1: uncorrelated with standard deviation 1, so each coefficient is that of OLS over
// 1 + penalty: sums 3 - 1 + 2 - 8 = -4 and 3 + 1 - 2 - 8 = -6 of y = 3 1 2 8, over 4.
TEST(Ridge, HandComputed) {
  Design drivers;
  drivers.append("x1", Vector{{1, -1, 1, -1}});
  drivers.append("x2", Vector{{1, 1, -1, -1}});
  const auto fit = ridge(Vector{{3, 1, 2, 8}}, drivers, 0.25);
  EXPECT_NEAR(fit.coefficients[0], -1 / 1.25, 1e-15);
  EXPECT_NEAR(fit.coefficients[1], -1.5 / 1.25, 1e-15);
  EXPECT_NEAR(fit.intercept, 3.5, 1e-15);
}

TEST(Ridge, EndsOfThePenalty) {
  const auto sample = penalised_sample();
  const Vector y = sample.series.col(1);
  Design with_constant = constant_design(y.size());
  for (Index j = 0; j < 6; ++j)
    with_constant.append(sample.drivers.names[static_cast<std::size_t>(j)], sample.drivers.x.col(j));
  const auto least_squares = ols(y, with_constant);
  const auto loose = ridge(y, sample.drivers, 1e-10);
  for (Index j = 0; j < 6; ++j) EXPECT_NEAR(loose.coefficients[j], least_squares.coefficients[j + 1], 1e-8);
  const auto tight = ridge(y, sample.drivers, 1e10);
  EXPECT_LT(tight.coefficients.cwiseAbs().maxCoeff(), 1e-8);
  EXPECT_NEAR(tight.intercept, y.mean(), 1e-6);
}

TEST(Ridge, UnitsDoNotMatter) {
  const auto sample = penalised_sample();
  const Vector y = sample.series.col(0);
  Design other;
  for (Index j = 0; j < 6; ++j)
    other.append(sample.drivers.names[static_cast<std::size_t>(j)],
                 (1000 * sample.drivers.x.col(j)).array() + 1e5);
  const auto plain = ridge(y, sample.drivers, 0.3), scaled = ridge(0.01 * y, other, 0.3);
  for (Index j = 0; j < 6; ++j) EXPECT_NEAR(scaled.coefficients[j] * 1e5, plain.coefficients[j], 1e-10);
}

TEST(Ridge, CollinearDrivers) {
  const auto sample = penalised_sample();
  Design twice = sample.first(2);
  twice.append("again", sample.drivers.x.col(1));
  const auto fit = ridge(sample.series.col(0), twice, 0.1);
  EXPECT_NEAR(fit.coefficients[1], fit.coefficients[2], 1e-13);
  EXPECT_NE(fit.coefficients[1], 0);
}

TEST(Ridge, DriverWithoutVariation) {
  const auto sample = penalised_sample();
  Design with = sample.first(3);
  with.append("still", Vector::Constant(150, 0.1));
  const auto fit = ridge(sample.series.col(0), with, 0.1),
             without = ridge(sample.series.col(0), sample.first(3), 0.1);
  EXPECT_EQ(fit.coefficients[3], 0);
  for (Index j = 0; j < 3; ++j) EXPECT_NEAR(fit.coefficients[j], without.coefficients[j], 1e-14);
  EXPECT_NEAR(fit.intercept, without.intercept, 1e-13);
  const auto flat = ridge(Vector::Constant(150, 2.5), sample.drivers, 0.1);
  EXPECT_EQ(flat.coefficients.cwiseAbs().maxCoeff(), 0);
  EXPECT_NEAR(flat.intercept, 2.5, 1e-15);
}

TEST(Ridge, WrongInputIsTold) {
  const auto sample = penalised_sample();
  const Vector y = sample.series.col(0);
  EXPECT_EQ(failure_of([&] { ridge(y, sample.drivers, 0); }).what,
            "a penalty must be within 1e-10 and 1e10: 0");
  EXPECT_EQ(failure_of([&] { ridge(y, sample.drivers, std::nan("")); }).code, ErrorCode::regression_settings);
  EXPECT_EQ(failure_of([&] { ridge(y.head(1), sample.drivers.head(1), 1); }).code,
            ErrorCode::regression_too_few);
  Vector holes = y;
  holes[4] = std::nan("");
  EXPECT_EQ(failure_of([&] { ridge(holes, sample.drivers, 1); }).what,
            "the dependent series has a missing or infinite figure: row 5 of 150");
  auto drivers = sample.drivers;
  drivers.x(2, 1) = std::numeric_limits<double>::infinity();
  EXPECT_EQ(failure_of([&] { ridge(y, drivers, 1); }).what,
            "driver `x2` has a missing or infinite figure: row 3 of 150");
}

}  // namespace
}  // namespace rerate

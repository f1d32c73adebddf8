// Behaviour -> test
//   in levels the multiple's error of the end goes with growth's over the stretch to it        -> PairsEndTogether
//   in differences the multiple's error is the sum over the horizon; its variance grows with it -> DifferencesAddUp
//   rows with a hole, and given equations, have no pair                                        -> HolesAndGiven
//   variances, covariance, correlation are those of the equations                              -> Moments
#include "rerate/models/horizon_errors.h"

#include <gtest/gtest.h>

#include "rerate/models/fair_value_for_test.h"

namespace rerate {
namespace {

TEST(HorizonErrors, PairsEndTogether) {
  SimulatedSystem system;
  system.simulate();
  const auto valuation = fitted(system);
  const auto errors = horizon_errors(valuation.multiple, valuation.growth);
  ASSERT_EQ(errors.end.size(), 388u);
  EXPECT_EQ(errors.end.front(), 12);
  EXPECT_EQ(errors.end.back(), 399);
  EXPECT_EQ(errors.multiple[5], valuation.multiple.residual[17]);
  EXPECT_EQ(errors.growth[5], valuation.growth.residual[5] / 100);
}

TEST(HorizonErrors, DifferencesAddUp) {
  SimulatedSystem system;
  system.random_walk_residual = true;
  system.simulate();
  const auto valuation = fitted(system, MultipleForm::differences);
  const auto errors = horizon_errors(valuation.multiple, valuation.growth);
  EXPECT_EQ(errors.end.front(), 12);  // residuals begin at row 1
  EXPECT_NEAR(errors.multiple[0], valuation.multiple.residual.segment(1, 12).sum(), 1e-14);
  // Independent errors: twelve times the variance of one.
  EXPECT_NEAR(errors.multiple_variance / (valuation.multiple.residual_sd * valuation.multiple.residual_sd),
              12, 4);
}

TEST(HorizonErrors, HolesAndGiven) {
  SimulatedSystem system;
  system.simulate();
  auto valuation = fitted(system);
  valuation.multiple.residual[100] = std::nan("");
  EXPECT_EQ(horizon_errors(valuation.multiple, valuation.growth).end.size(), 387u);
  const auto given = calibrated({.fair_multiple = 1.4, .growth = 1.3});
  EXPECT_TRUE(horizon_errors(given.multiple, given.growth).end.empty());
  const auto growth_only = horizon_errors(given.multiple, valuation.growth);
  EXPECT_EQ(growth_only.end.size(), 388u);
  EXPECT_EQ(growth_only.multiple.cwiseAbs().maxCoeff(), 0);
  EXPECT_EQ(growth_only.multiple_variance, 0);
  EXPECT_GT(growth_only.growth_variance, 0);
  EXPECT_EQ(horizon_errors(valuation.multiple, given.growth).end.size(), 399u);
}

TEST(HorizonErrors, Moments) {
  SimulatedSystem system;
  system.horizon = 1;
  system.residual_persistence = 0;
  system.simulate();
  const auto valuation = fitted(system);
  const auto errors = horizon_errors(valuation.multiple, valuation.growth);
  EXPECT_NEAR(errors.multiple_variance, 0.0036, 0.0006);
  EXPECT_NEAR(errors.growth_variance, 0.000225, 0.00004);
  EXPECT_NEAR(errors.correlation, 0.5, 0.08);
  EXPECT_NEAR(errors.covariance, errors.correlation * 0.06 * 0.015, 0.0001);
}

}  // namespace
}  // namespace rerate

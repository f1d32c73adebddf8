// Behaviour -> test
//   returns of later months less their mean, by hand                         -> ByHand
//   a price that is missing at either end leaves the sector out of the mean  -> MissingPrices
#include "rerate/rotation/earned_returns.h"

#include <gtest/gtest.h>

#include "rerate/rotation/rotation_for_test.h"

namespace rerate {
namespace {

TEST(EarnedReturns, ByHand) {
  Matrix price(4, 2);
  price << 100, 100, 110, 100, 121, 130, 121, 130;
  const auto panel = monthly_panel(price);
  const auto next = earned_returns(panel, 0, 1);
  EXPECT_NEAR(next(0, 0), 0.05, 1e-15);
  EXPECT_NEAR(next(0, 1), -0.05, 1e-15);
  EXPECT_NEAR(next(1, 0), -0.1, 1e-15);
  EXPECT_EQ(next(2, 0), 0);
  EXPECT_TRUE(std::isnan(next(3, 0)));
  const auto later = earned_returns(panel, 1, 2);
  EXPECT_NEAR(later(0, 0), (0.1 - 0.3) / 2, 1e-15);
  EXPECT_TRUE(std::isnan(later(1, 0)));
  EXPECT_TRUE(std::isnan(earned_returns(panel, 1, 600)(0, 0)));
}

TEST(EarnedReturns, MissingPrices) {
  Matrix price(3, 3);
  price << 100, 100, kNone, 110, 100, 50, 121, kNone, 60;
  const auto found = earned_returns(monthly_panel(price), 0, 1);
  EXPECT_NEAR(found(0, 0), 0.05, 1e-15);
  EXPECT_TRUE(std::isnan(found(0, 2)));
  EXPECT_NEAR(found(1, 0), -0.05, 1e-15);
  EXPECT_TRUE(std::isnan(found(1, 1)));
  EXPECT_NEAR(found(1, 2), 0.05, 1e-15);
}

}  // namespace
}  // namespace rerate

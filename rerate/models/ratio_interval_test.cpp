// Behaviour -> test
//   with a certain denominator it is the plain interval                         -> CertainDenominator
//   the ends solve the defining equation                                        -> EndsSolveTheEquation
//   a denominator that does not differ from 0 leaves no bounds                  -> NoBounds
//   the interval holds the true ratio in 90% of samples                         -> Coverage
#include "rerate/models/ratio_interval.h"

#include <gtest/gtest.h>

#include <cmath>

#include "rerate/models/fair_value_for_test.h"

namespace rerate {
namespace {

constexpr double kQuantile = 1.6448536269514722;

TEST(RatioInterval, CertainDenominator) {
  const auto interval = fieller_interval({6, 2, 0.25, 0, 0}, 0.90);
  EXPECT_EQ(interval.shape, RatioShape::bounded);
  EXPECT_NEAR(interval.band.low, 3 - kQuantile * 0.25, 1e-12);
  EXPECT_NEAR(interval.band.high, 3 + kQuantile * 0.25, 1e-12);
}

TEST(RatioInterval, EndsSolveTheEquation) {
  const RatioEstimate estimate{1.5, -0.8, 0.04, 0.02, -0.01};
  const auto interval = fieller_interval(estimate, 0.90);
  ASSERT_EQ(interval.shape, RatioShape::bounded);
  EXPECT_LT(interval.band.low, 1.5 / -0.8);
  EXPECT_GT(interval.band.high, 1.5 / -0.8);
  for (const double r : {interval.band.low, interval.band.high}) {
    const double distance = 1.5 - r * -0.8;
    EXPECT_NEAR(distance * distance, kQuantile * kQuantile * (0.04 - 2 * r * -0.01 + r * r * 0.02), 1e-10);
  }
}

TEST(RatioInterval, NoBounds) {
  // The denominator is 1.2 deviations from 0.
  const auto piece = fieller_interval({5, 0.12, 0.01, 0.01, 0}, 0.90);
  EXPECT_EQ(piece.shape, RatioShape::all_but_a_piece);
  EXPECT_TRUE(std::isnan(piece.band.low));
  const auto everything = fieller_interval({0.05, 0.12, 0.01, 0.01, 0}, 0.90);
  EXPECT_EQ(everything.shape, RatioShape::everything);
}

TEST(RatioInterval, Coverage) {
  NearlyNormal normal(11, 4);
  int held = 0;
  const int samples = 4000;
  for (int i = 0; i < samples; ++i) {
    const double shared = normal.next();
    const double numerator = 2 + 0.3 * shared, denominator = 1 + 0.15 * shared + 0.1 * normal.next();
    const auto interval = fieller_interval({numerator, denominator, 0.09, 0.0325, 0.045}, 0.90);
    held += interval.shape != RatioShape::bounded || (interval.band.low <= 2 && 2 <= interval.band.high);
  }
  EXPECT_NEAR(held / static_cast<double>(samples), 0.90, 0.015);
}

}  // namespace
}  // namespace rerate

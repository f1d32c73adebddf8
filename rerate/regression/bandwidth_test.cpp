// Behaviour -> test
// Andrews's and Newey and West's choices are held against sandwich in covariance_test.cpp. Here:
//   lags by the rule of thumb at its steps                            Bandwidth.RuleOfThumb
//   1.3 sqrt(n), rounded up                                           Bandwidth.Lazarus
//   more persistence asks for more lags                               Bandwidth.GrowsWithPersistence
//   units do not matter                                               Bandwidth.UnitsDoNotMatter
//   columns without weight do not matter                              Bandwidth.WeightsChoose

#include "rerate/regression/bandwidth.h"

#include <gtest/gtest.h>

#include <cmath>

#include "rerate/regression/golden_for_test.h"

namespace rerate {
namespace {

TEST(Bandwidth, RuleOfThumb) {
  EXPECT_EQ(rule_of_thumb_lags(100), 4);  // exactly 4: the power must not round it down
  EXPECT_EQ(rule_of_thumb_lags(99), 3);
  EXPECT_EQ(rule_of_thumb_lags(560), 5);
  EXPECT_EQ(rule_of_thumb_lags(2), 1);
  EXPECT_EQ(rule_of_thumb_lags(100 * 512), 16);  // 512^(2/9) = 4
  for (const Index n : {30, 77, 250, 999, 12345})
    EXPECT_EQ(rule_of_thumb_lags(n), std::floor(4 * std::pow(static_cast<double>(n) / 100, 2.0 / 9))) << n;
}

TEST(Bandwidth, Lazarus) {
  EXPECT_EQ(lazarus_bandwidth(100), 13);
  EXPECT_EQ(lazarus_bandwidth(552), 31);
}

Matrix autoregressive(double slope) {
  Matrix moments = uniform_columns(400, 2, 12);
  for (Index i = 1; i < 400; ++i) moments.row(i) += slope * moments.row(i - 1);
  return moments;
}

constexpr Kernel choosable[] = {Kernel::bartlett, Kernel::parzen, Kernel::quadratic_spectral};

TEST(Bandwidth, GrowsWithPersistence) {
  const Vector weights = Vector::Ones(2);
  for (const Kernel kernel : choosable) {
    EXPECT_LT(andrews_bandwidth(autoregressive(0.3), weights, kernel),
              andrews_bandwidth(autoregressive(0.8), weights, kernel));
    EXPECT_LT(newey_west_bandwidth(autoregressive(0.3), weights, kernel, 0),
              newey_west_bandwidth(autoregressive(0.8), weights, kernel, 0));
  }
}

TEST(Bandwidth, UnitsDoNotMatter) {
  const Matrix moments = autoregressive(0.5);
  const Vector weights = Vector::Ones(2);
  for (const Kernel kernel : choosable) {
    EXPECT_EQ(andrews_bandwidth(moments, weights, kernel), andrews_bandwidth(4 * moments, weights, kernel));
    EXPECT_EQ(newey_west_bandwidth(moments, weights, kernel, 0),
              newey_west_bandwidth(4 * moments, weights, kernel, 0));
  }
}

TEST(Bandwidth, WeightsChoose) {
  Matrix moments = autoregressive(0.5);
  const Vector weights{{0, 1}};
  const double before = andrews_bandwidth(moments, weights, Kernel::bartlett);
  moments.col(0) = autoregressive(0.95).col(0);
  EXPECT_EQ(andrews_bandwidth(moments, weights, Kernel::bartlett), before);
  EXPECT_NE(andrews_bandwidth(moments, Vector::Ones(2), Kernel::bartlett), before);
}

}  // namespace
}  // namespace rerate

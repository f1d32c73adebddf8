// Behaviour -> test
//   p as counted over R's correlations of every rotation (tests/oracles/style_correlation.R)  -> AsInR
//   p is the share of rotations counted one by one, at every length                            -> CountsRotations
//   a period of rotations counts each of them                                                  -> TiesCount
//   unrelated autocorrelated series get p below 0.1 in about a tenth of the cases              -> HasItsSize
//   no variation, no p                                                                         -> NoVariation
#include "rerate/statistics/shifted_correlation.h"

#include <gtest/gtest.h>

#include <cmath>

#include "rerate/base/error.h"
#include "rerate/statistics/correlation.h"
#include "rerate/statistics/correlation_for_test.h"

namespace rerate {
namespace {

using Values = std::vector<double>;

double counted(const Values& x, const Values& y) {
  const double observed = std::fabs(correlation(x, y)) - 1e-12;
  int extreme = 0;
  for (std::size_t shift = 0; shift < x.size(); ++shift) {
    Values turned;
    for (std::size_t t = 0; t < x.size(); ++t) turned.push_back(y[(t + shift) % x.size()]);
    extreme += std::fabs(correlation(x, turned)) >= observed;
  }
  return static_cast<double>(extreme) / static_cast<double>(x.size());
}

TEST(ShiftedCorrelation, AsInR) {
  const auto made = golden_correlations();
  EXPECT_DOUBLE_EQ(shift_p_value(made.at("x").get<Values>(), made.at("y").get<Values>()),
                   made.at("shift_p").get<double>());
}

TEST(ShiftedCorrelation, CountsRotations) {
  for (std::size_t length = 2; length < 70; ++length) {
    const auto [x, y] = correlated_pair(length, 0.8, 0.1, length);
    EXPECT_DOUBLE_EQ(shift_p_value(x, y), counted(x, y)) << length;
  }
}

TEST(ShiftedCorrelation, TiesCount) {
  Values x, y;
  for (int t = 0; t < 60; ++t) {
    x.push_back(t % 3 == 0);
    y.push_back(t % 3 == 0 ? 5 : -1);
  }
  EXPECT_DOUBLE_EQ(shift_p_value(x, y), 1.0 / 3);
}

TEST(ShiftedCorrelation, HasItsSize) {
  constexpr int kSamples = 500;
  int rejected = 0;
  for (std::uint64_t sample = 0; sample < kSamples; ++sample) {
    const auto [x, y] = correlated_pair(200, 0.9, 0, 1000 + sample);
    rejected += shift_p_value(x, y) <= 0.10;
  }
  EXPECT_NEAR(static_cast<double>(rejected) / kSamples, 0.10, 0.05);
}

TEST(ShiftedCorrelation, NoVariation) {
  EXPECT_TRUE(std::isnan(shift_p_value(Values{1, 1, 1}, Values{1, 2, 3})));
  EXPECT_THROW(shift_p_value(Values{1, 2}, Values{1, 2, 3}), InternalError);
}

}  // namespace
}  // namespace rerate

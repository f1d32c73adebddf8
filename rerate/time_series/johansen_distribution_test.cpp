// Behaviour -> test
//   one common trend and a free constant: chi-squared with one degree  -> OneTrendWithConstantIsChiSquared
//   p falls as the statistic grows, 1 at nought and below              -> FallsWithTheStatistic
//   more common trends need a larger statistic                         -> MoreTrendsNeedMore
//   5% points printed by Johansen (1995) and Osterwald-Lenum (1992)    -> NearPublishedPercentiles
// (against gretl's p-values: cointegration_test.cpp)

#include "rerate/time_series/johansen_distribution.h"

#include "rerate/statistics/distributions.h"
#include "rerate/time_series/golden_for_test.h"

namespace rerate {
namespace {

constexpr JohansenCase kCases[] = {JohansenCase::no_constant, JohansenCase::restricted_constant,
                                   JohansenCase::constant, JohansenCase::restricted_trend};

TEST(JohansenDistribution, OneTrendWithConstantIsChiSquared) {
  for (const double statistic : {0.3, 1.0, 3.841, 8.0}) {
    EXPECT_NEAR(johansen_trace_p(statistic, JohansenCase::constant, 1), chi_squared_tail(statistic, 1),
                1e-12);
    EXPECT_NEAR(johansen_max_eigenvalue_p(statistic, JohansenCase::constant, 1),
                chi_squared_tail(statistic, 1), 2e-4);
  }
}

TEST(JohansenDistribution, FallsWithTheStatistic) {
  for (const auto deterministic : kCases)
    for (int trends = 1; trends <= 8; ++trends) {
      double trace = 1, largest = 1;
      EXPECT_EQ(johansen_trace_p(0, deterministic, trends), 1);
      EXPECT_EQ(johansen_max_eigenvalue_p(-1e-17, deterministic, trends), 1);
      for (double statistic = 0.5; statistic < 200; statistic *= 1.3) {
        const double trace_p = johansen_trace_p(statistic, deterministic, trends);
        const double largest_p = johansen_max_eigenvalue_p(statistic, deterministic, trends);
        EXPECT_LE(trace_p, trace);
        EXPECT_LE(largest_p, largest);
        trace = trace_p;
        largest = largest_p;
      }
      EXPECT_LT(largest, 1e-10);
    }
}

TEST(JohansenDistribution, MoreTrendsNeedMore) {
  for (const auto deterministic : kCases)
    for (int trends = 2; trends <= 10; ++trends) {
      EXPECT_GT(johansen_trace_p(2.5 * trends * trends, deterministic, trends),
                johansen_trace_p(2.5 * trends * trends, deterministic, trends - 1));
      EXPECT_GT(johansen_max_eigenvalue_p(15, deterministic, trends),
                johansen_max_eigenvalue_p(15, deterministic, trends - 1));
    }
}

// Johansen (1995), tables 15.1 to 15.4, 95% points of the trace for 1, 2 and 3 common trends: simulated with 400 steps, where
// Doornik's approximation is of the limit, hence the tolerance.
TEST(JohansenDistribution, NearPublishedPercentiles) {
  constexpr double kPoints[4][3] = {
      {4.14, 12.21, 24.08}, {9.13, 20.0, 34.80}, {3.84, 15.34, 29.38}, {12.39, 25.47, 42.20}};
  for (int row = 0; row < 4; ++row)
    for (int trends = 1; trends <= 3; ++trends)
      EXPECT_NEAR(johansen_trace_p(kPoints[row][trends - 1], kCases[row], trends), 0.05, 0.01)
          << row << trends;
}

}  // namespace
}  // namespace rerate

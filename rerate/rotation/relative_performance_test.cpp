// Performance against a benchmark: behaviour -> test
//   ratio, alpha and beta with HAC errors as in statsmodels (tests/oracles/rotation_performance.py) -> AsInStatsmodels
//   months ahead, mean and error by hand                       -> HandComputed
//   a planted alpha and beta are found                         -> PlantedAlpha
//   a portfolio that is its benchmark, or a multiple           -> NothingToJudgeBy
//   returns or a benchmark that do not vary have no beta       -> NoVariation
//   of portfolios without alpha few have a large t             -> SizeUnderTheNull
//   rolling ratio as in numpy; before the first window none    -> RollingAsInNumpy
//   a window longer than the history, or without variation     -> RollingWithoutFigures
//   wrong input is told                                        -> WrongInputIsTold
#include <gtest/gtest.h>

#include <cmath>

#include "rerate/rotation/performance.h"
#include "rerate/rotation/performance_for_test.h"

namespace rerate {
namespace {

TEST(RelativePerformance, AsInStatsmodels) {
  const auto golden = performance_golden().at("cases");
  ASSERT_EQ(golden.size(), 2u);
  for (const auto& one : golden) {
    const auto& expected = one.at("relative");
    const long of = one.at("case");
    const auto found = relative_performance(returns_of_case(of), benchmark_of_case(of), cash_of_cases());
    const auto near = [&](double figure, const char* name) {
      expect_close(figure, expected.at(name).get<double>(), name);
    };
    near(found.information_ratio, "information_ratio");
    near(found.tracking_error, "tracking_error");
    near(found.excess, "excess");
    near(found.beat_rate, "beat_rate");
    near(found.alpha, "alpha");
    near(found.alpha_error, "alpha_error");
    near(found.alpha_t, "alpha_t");
    near(found.alpha_p, "alpha_p");
    near(found.beta, "beta");
    near(found.beta_error, "beta_error");
  }
}

// Ahead by 1, -1, 2, 2 percent: mean 1, deviations 0 -2 1 1, so sd sqrt(2).
TEST(RelativePerformance, HandComputed) {
  const std::vector<double> benchmark = {0.02, 0.01, -0.03, 0.04}, cash(4, 0.0);
  const auto found = relative_performance(std::vector{0.03, 0.0, -0.01, 0.06}, benchmark, cash);
  EXPECT_NEAR(found.excess, 0.12, 1e-14);
  EXPECT_NEAR(found.tracking_error, 0.01 * std::sqrt(24.0), 1e-14);
  EXPECT_NEAR(found.information_ratio, std::sqrt(6.0), 1e-12);
  EXPECT_DOUBLE_EQ(found.beat_rate, 0.75);
}

TEST(RelativePerformance, PlantedAlpha) {
  const auto market = noise(1, 600), own = noise(2, 600), rate = noise(3, 600);
  std::vector<double> returns, benchmark, cash;
  for (std::size_t i = 0; i < market.size(); ++i) {
    cash.push_back(0.003 + 0.001 * rate[i]);
    benchmark.push_back(cash[i] + 0.005 + 0.04 * market[i]);
    returns.push_back(cash[i] + 0.004 + 0.7 * (benchmark[i] - cash[i]) + 0.01 * own[i]);
  }
  const auto found = relative_performance(returns, benchmark, cash);
  EXPECT_NEAR(found.alpha, 0.048, 3 * found.alpha_error);
  EXPECT_NEAR(found.alpha_error, 12 * 0.01 / std::sqrt(600.0), 0.001);
  EXPECT_NEAR(found.beta, 0.7, 3 * found.beta_error);
  EXPECT_GT(found.alpha_t, 8);
  EXPECT_LT(found.alpha_p, 1e-9);
}

TEST(RelativePerformance, NothingToJudgeBy) {
  const auto benchmark = benchmark_of_case(1);
  const std::vector<double> cash(benchmark.size(), 0.0);
  auto twice = benchmark;
  for (double& one : twice) one *= 2;
  const auto same = relative_performance(benchmark, benchmark, cash);
  EXPECT_TRUE(std::isnan(same.information_ratio));
  EXPECT_EQ(same.tracking_error, 0);
  EXPECT_EQ(same.beat_rate, 0);
  EXPECT_NEAR(same.beta, 1, 1e-12);
  EXPECT_TRUE(std::isnan(same.alpha_t));
  EXPECT_TRUE(std::isnan(same.alpha_p));
  const auto levered = relative_performance(twice, benchmark, cash);
  EXPECT_NEAR(levered.beta, 2, 1e-12);
  EXPECT_NEAR(levered.alpha, 0, 1e-12);
  EXPECT_TRUE(std::isnan(levered.alpha_t));
}

TEST(RelativePerformance, NoVariation) {
  const auto benchmark = benchmark_of_case(1);
  const std::vector<double> cash(benchmark.size(), 0.002);
  for (const auto& found :
       {relative_performance(cash, benchmark, cash), relative_performance(benchmark, cash, cash)}) {
    EXPECT_TRUE(std::isnan(found.alpha));
    EXPECT_TRUE(std::isnan(found.beta));
    EXPECT_TRUE(std::isnan(found.alpha_p));
    EXPECT_FALSE(std::isnan(found.information_ratio));
  }
}

TEST(RelativePerformance, SizeUnderTheNull) {
  constexpr int kWorlds = 1000;
  int found = 0;
  for (std::uint64_t world = 0; world < kWorlds; ++world) {
    const auto market = noise(10 + 2 * world, 300);
    auto returns = noise(11 + 2 * world, 300);
    for (std::size_t i = 0; i < returns.size(); ++i) returns[i] = 0.01 * returns[i] + 0.02 * market[i];
    found += relative_performance(returns, market, std::vector<double>(300, 0.0)).alpha_p < 0.05;
  }
  // 5 lags on 300 months make tests a little keen.
  EXPECT_GT(found, 0.035 * kWorlds);
  EXPECT_LT(found, 0.08 * kWorlds);
}

TEST(RelativePerformance, RollingAsInNumpy) {
  const auto golden = performance_golden().at("cases");
  ASSERT_EQ(golden.size(), 2u);
  for (const auto& one : golden) {
    const long of = one.at("case");
    const auto ratios = rolling_information_ratio(returns_of_case(of), benchmark_of_case(of), 36);
    ASSERT_EQ(ratios.size(), static_cast<std::size_t>(kGoldenMonths));
    for (std::size_t i = 0; i < 35; ++i) ASSERT_TRUE(std::isnan(ratios[i])) << i;
    const auto expected = one.at("rolling_36").get<std::vector<double>>();
    for (std::size_t i = 0; i < expected.size(); ++i)
      expect_close(ratios[35 + 20 * i], expected[i], "window");
  }
}

TEST(RelativePerformance, RollingWithoutFigures) {
  const std::vector<double> returns = {0.01, 0.02, 0.03, 0.05}, benchmark = {0.0, 0.01, 0.02, 0.03};
  const auto longer = rolling_information_ratio(returns, benchmark, 5);
  ASSERT_EQ(longer.size(), 4u);
  for (const double ratio : longer) EXPECT_TRUE(std::isnan(ratio));
  const auto two = rolling_information_ratio(returns, benchmark, 2);
  EXPECT_TRUE(std::isnan(two[1]));
  EXPECT_FALSE(std::isnan(two[3]));
}

TEST(RelativePerformance, WrongInputIsTold) {
  const std::vector<double> good = {0.01, 0.02, 0.03}, hole = {0.01, std::nan(""), 0.03};
  EXPECT_EQ(refused_code([&] { relative_performance(good, hole, good); }), ErrorCode::regression_not_finite);
  EXPECT_EQ(refused_code([&] { relative_performance(hole, good, good); }), ErrorCode::regression_not_finite);
  EXPECT_EQ(refused_code([&] { relative_performance({}, {}, {}); }), ErrorCode::regression_too_few);
  EXPECT_THROW(relative_performance(good, std::vector{0.1}, good), InternalError);
  EXPECT_THROW(rolling_information_ratio(good, good, 1), InternalError);
}

}  // namespace
}  // namespace rerate

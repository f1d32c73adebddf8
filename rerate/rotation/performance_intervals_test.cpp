// Intervals of performance: behaviour -> test
//   block length and all intervals as in numpy's own bootstrap (tests/oracles/rotation_performance.py) -> AsInNumpy
//   90% of worlds have the true ratio in their interval        -> Coverage
//   months are drawn jointly: a portfolio that is its benchmark differs in no draw -> DrawnJointly
//   the same bits for any number of threads                    -> SameForAnyThreadCount
//   a wider level is a wider interval, another seed another    -> LevelAndSeed
//   returns without variation have no ratio                    -> NoVariation
//   wrong input is told                                        -> WrongInputIsTold
#include <gtest/gtest.h>

#include <cmath>

#include "rerate/base/parallel.h"
#include "rerate/rotation/performance.h"
#include "rerate/rotation/performance_for_test.h"

namespace rerate {
namespace {

const RandomStream kRandom(7, 1);

std::vector<Band> all_of(const PerformanceIntervals& one) {
  return {one.cagr,         one.volatility,        one.sharpe,
          one.max_drawdown, one.information_ratio, one.sharpe_difference};
}

TEST(PerformanceIntervals, AsInNumpy) {
  const auto golden = performance_golden().at("cases");
  ASSERT_EQ(golden.size(), 2u);
  for (const auto& one : golden) {
    const long of = one.at("case");
    const auto& expected = one.at("intervals");
    const auto found = performance_intervals(returns_of_case(of), benchmark_of_case(of), cash_of_cases(),
                                             {.draws = 20'000}, kRandom);
    expect_close(found.block_length, expected.at("block_length"), "block length");
    const char* names[] = {"cagr",         "volatility",        "sharpe",
                           "max_drawdown", "information_ratio", "sharpe_difference"};
    const auto bands = all_of(found);
    for (std::size_t i = 0; i < bands.size(); ++i) {
      const auto ends = expected.at(names[i]).get<std::vector<double>>();  // 5%, 95%, standard deviation
      // The standard error of a 5% quantile of 20,000 draws is some 1.5% of the standard deviation.
      EXPECT_NEAR(bands[i].low, ends[0], 0.08 * ends[2]) << names[i];
      EXPECT_NEAR(bands[i].high, ends[1], 0.08 * ends[2]) << names[i];
    }
  }
}

TEST(PerformanceIntervals, Coverage) {
  constexpr int kWorlds = 400;
  constexpr std::size_t kMonths = 180;
  const double truth = 0.2 * std::sqrt(12.0);  // of returns with mean 0.2 and standard deviation 1 percent
  const std::vector<double> cash(kMonths, 0.0);
  int covered = 0;
  for (std::uint64_t world = 0; world < kWorlds; ++world) {
    auto returns = noise(1000 + world, kMonths);
    for (double& one : returns) one = 0.01 * (one + 0.2);
    const auto band = performance_intervals(returns, cash, cash, {.draws = 200}, kRandom).sharpe;
    covered += band.low <= truth && truth <= band.high;
  }
  EXPECT_GT(covered, 0.84 * kWorlds);
  EXPECT_LT(covered, 0.95 * kWorlds);
}

TEST(PerformanceIntervals, DrawnJointly) {
  const auto returns = returns_of_case(1);
  const auto found = performance_intervals(returns, returns, cash_of_cases(), {.draws = 200}, kRandom);
  EXPECT_EQ(found.sharpe_difference.low, 0);
  EXPECT_EQ(found.sharpe_difference.high, 0);
  EXPECT_TRUE(std::isnan(found.information_ratio.low));
  EXPECT_LT(found.sharpe.low, found.sharpe.high);

  // The same up to rounding.
  auto nearly = returns;
  for (double& one : nearly) one *= 1 + 1e-15;
  const auto equal = performance_intervals(nearly, returns, cash_of_cases(), {.draws = 200}, kRandom);
  EXPECT_EQ(equal.sharpe_difference.low, 0);
  EXPECT_EQ(equal.sharpe_difference.high, 0);
  EXPECT_TRUE(std::isnan(equal.information_ratio.low));
}

TEST(PerformanceIntervals, SameForAnyThreadCount) {
  const auto intervals_on = [](int threads) {
    set_thread_count(threads);
    const auto found = performance_intervals(returns_of_case(1), benchmark_of_case(1), cash_of_cases(),
                                             {.draws = 333}, kRandom);
    set_thread_count(0);
    return all_of(found);
  };
  const auto serial = intervals_on(1);
  for (const int threads : {2, 5}) {
    const auto parallel = intervals_on(threads);
    for (std::size_t i = 0; i < serial.size(); ++i) {
      EXPECT_EQ(serial[i].low, parallel[i].low) << i;
      EXPECT_EQ(serial[i].high, parallel[i].high) << i;
    }
  }
}

TEST(PerformanceIntervals, LevelAndSeed) {
  const auto of = [](double level, std::uint64_t seed) {
    return performance_intervals(returns_of_case(1), benchmark_of_case(1), cash_of_cases(),
                                 {.draws = 500, .level = level}, RandomStream(seed, 0));
  };
  const auto wide = of(0.99, 1), usual = of(0.9, 1), other = of(0.9, 2);
  const auto wider = all_of(wide), narrow = all_of(usual);
  for (std::size_t i = 0; i < narrow.size(); ++i) {
    EXPECT_LT(wider[i].low, narrow[i].low) << i;
    EXPECT_GT(wider[i].high, narrow[i].high) << i;
  }
  EXPECT_NE(usual.sharpe.low, other.sharpe.low);
  EXPECT_GE(usual.block_length, 1);
}

TEST(PerformanceIntervals, NoVariation) {
  const std::vector<double> cash(60, 0.0025);
  const auto found = performance_intervals(cash, cash, cash, {.draws = 50}, kRandom);
  EXPECT_TRUE(std::isnan(found.sharpe.low));
  EXPECT_TRUE(std::isnan(found.sharpe_difference.high));
  EXPECT_EQ(found.max_drawdown.high, 0);
  EXPECT_EQ(found.cagr.low, found.cagr.high);
  EXPECT_EQ(found.block_length, 1);
}

TEST(PerformanceIntervals, WrongInputIsTold) {
  const std::vector<double> good = {0.01, 0.02, 0.03}, hole = {0.01, std::nan(""), 0.03};
  EXPECT_EQ(refused_code([&] { performance_intervals(good, hole, good, {}, kRandom); }),
            ErrorCode::regression_not_finite);
  EXPECT_EQ(refused_code([&] { performance_intervals({}, {}, {}, {}, kRandom); }),
            ErrorCode::regression_too_few);
  EXPECT_EQ(refused_code([&] {
              performance_intervals(std::vector{0.1, -1.0}, std::vector{0.1, 0.1}, std::vector{0.0, 0.0}, {},
                                    kRandom);
            }),
            ErrorCode::regression_not_finite);
  EXPECT_THROW(performance_intervals(good, good, good, {.draws = 0}, kRandom), InternalError);
}

}  // namespace
}  // namespace rerate

// Performance of a portfolio: behaviour -> test
//   all figures as in numpy (tests/oracles/rotation_performance.py)  -> AsInNumpy
//   the header's example, by hand                                    -> HandComputed
//   a fall in the first month counts, the time under water too       -> FirstMonthCounts
//   cash lowers ratios and the hit rate, not CAGR                    -> OverCash
//   a portfolio in cash: no ratio, no fall                           -> AllInCash
//   up to 12 months there is no adjusted ratio                       -> ShortHistory
//   missing months, total losses and single months are told          -> WrongInputIsTold
#include "rerate/rotation/performance.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "rerate/rotation/performance_for_test.h"

namespace rerate {
namespace {

TEST(Performance, AsInNumpy) {
  const auto golden = performance_golden().at("cases");
  ASSERT_EQ(golden.size(), 2u);
  for (const auto& one : golden) {
    const auto& expected = one.at("performance");
    const auto found = performance(returns_of_case(one.at("case")), cash_of_cases());
    const auto near = [&](double figure, const char* name) {
      expect_close(figure, expected.at(name).get<double>(), name);
    };
    near(found.cagr, "cagr");
    near(found.volatility, "volatility");
    near(found.sharpe, "sharpe");
    near(found.sharpe_adjusted, "sharpe_adjusted");
    near(found.sortino, "sortino");
    near(found.max_drawdown, "max_drawdown");
    near(found.hit_rate, "hit_rate");
    EXPECT_EQ(found.longest_under_water, expected.at("longest_under_water").get<Index>());
  }
}

TEST(Performance, HandComputed) {
  const std::vector<double> returns = {0.1, -0.5, 0.2}, cash(3, 0.0);
  const auto figures = performance(returns, cash);
  EXPECT_NEAR(figures.cagr, 0.66 * 0.66 * 0.66 * 0.66 - 1, 1e-14);
  // Mean -1/15; deviations 1/6, -13/30, 4/15: squares add up to (25 + 169 + 64) / 900.
  const double deviation = std::sqrt(258.0 / 900 / 2);
  EXPECT_NEAR(figures.volatility, deviation * std::sqrt(12.0), 1e-14);
  EXPECT_NEAR(figures.sharpe, -1.0 / 15 / deviation * std::sqrt(12.0), 1e-13);
  EXPECT_NEAR(figures.sortino, -1.0 / 15 / (0.5 / std::sqrt(3.0)) * std::sqrt(12.0), 1e-13);
  EXPECT_NEAR(figures.max_drawdown, 0.5, 1e-15);
  EXPECT_EQ(figures.longest_under_water, 2);
  EXPECT_DOUBLE_EQ(figures.hit_rate, 2.0 / 3);
}

TEST(Performance, FirstMonthCounts) {
  const std::vector<double> cash(4, 0.0);
  const auto figures = performance(std::vector<double>{-0.2, 0.1, 0.1, 0.1}, cash);
  EXPECT_NEAR(figures.max_drawdown, 0.2, 1e-15);
  EXPECT_EQ(figures.longest_under_water, 3);  // 0.8, 0.88, 0.968, then 1.0648
}

TEST(Performance, OverCash) {
  const auto returns = returns_of_case(1);
  std::vector<double> nothing(returns.size(), 0.0), much(returns.size(), 0.01);
  const auto without = performance(returns, nothing), with = performance(returns, much);
  EXPECT_EQ(with.cagr, without.cagr);
  EXPECT_EQ(with.volatility, without.volatility);
  EXPECT_EQ(with.max_drawdown, without.max_drawdown);
  EXPECT_NEAR(without.sharpe - with.sharpe, 0.12 / with.volatility, 1e-12);
  EXPECT_LT(with.sortino, without.sortino);
  EXPECT_LT(with.hit_rate, without.hit_rate);
}

TEST(Performance, AllInCash) {
  const std::vector<double> cash(24, 0.0025);
  const auto figures = performance(cash, cash);
  EXPECT_NEAR(figures.cagr, std::pow(1.0025, 12) - 1, 1e-13);
  EXPECT_NEAR(figures.volatility, 0, 1e-15);
  EXPECT_TRUE(std::isnan(figures.sharpe));
  EXPECT_TRUE(std::isnan(figures.sharpe_adjusted));
  EXPECT_TRUE(std::isnan(figures.sortino));
  EXPECT_EQ(figures.max_drawdown, 0);
  EXPECT_EQ(figures.longest_under_water, 0);
  EXPECT_EQ(figures.hit_rate, 0);
}

TEST(Performance, ShortHistory) {
  const auto whole = returns_of_case(1);
  for (const std::size_t months : {2, 12, 13}) {
    const std::vector<double> returns(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(months));
    const auto figures = performance(returns, std::vector<double>(months, 0.0));
    EXPECT_EQ(std::isnan(figures.sharpe_adjusted), months <= 12) << months;
    EXPECT_FALSE(std::isnan(figures.sharpe)) << months;
  }
}

TEST(Performance, WrongInputIsTold) {
  const auto of = [](std::vector<double> returns) {
    return refused_code([&] { performance(returns, std::vector<double>(returns.size(), 0.0)); });
  };
  EXPECT_EQ(of({}), ErrorCode::regression_too_few);
  EXPECT_EQ(of({0.1}), ErrorCode::regression_too_few);
  EXPECT_EQ(of({0.1, std::nan(""), 0.2}), ErrorCode::regression_not_finite);
  EXPECT_EQ(of({0.1, std::numeric_limits<double>::infinity()}), ErrorCode::regression_not_finite);
  EXPECT_EQ(of({0.1, -1, 0.2}), ErrorCode::regression_not_finite);
  EXPECT_EQ(of({0.1, -1.5, -1.5}), ErrorCode::regression_not_finite);
  EXPECT_EQ(of({1e200, 1e200}), ErrorCode::regression_not_finite);
  EXPECT_THROW(performance(std::vector{0.1, 0.2}, std::vector{0.0}), InternalError);
}

}  // namespace
}  // namespace rerate

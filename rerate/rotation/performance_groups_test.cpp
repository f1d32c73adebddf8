// Performance by stretches of time: behaviour -> test
//   means, ratios and t as in statsmodels (tests/oracles/rotation_performance.py) -> AsInStatsmodels
//   means by hand; months of no group are left out             -> HandComputed
//   a group of no month, of one month                          -> TooFewMonths
//   differences that do not vary have no t                     -> NoVariation
//   the whole history as one group is the mean's usual t       -> WholeHistory
//   wrong input is told                                        -> WrongInputIsTold
#include <gtest/gtest.h>

#include <cmath>

#include "rerate/regression/covariance.h"
#include "rerate/rotation/performance.h"
#include "rerate/rotation/performance_for_test.h"

namespace rerate {
namespace {

std::vector<int> groups_of_cases() {
  std::vector<int> group;
  for (int t = 0; t < kGoldenMonths; ++t) group.push_back(t < 10 ? -1 : t % 7 == 3 ? 2 : t >= 120 ? 1 : 0);
  return group;
}

TEST(PerformanceByGroup, AsInStatsmodels) {
  const auto golden = performance_golden().at("cases");
  ASSERT_EQ(golden.size(), 2u);
  for (const auto& one : golden) {
    const long of = one.at("case");
    const auto found = performance_by_group(returns_of_case(of), benchmark_of_case(of), cash_of_cases(),
                                            groups_of_cases(), {"early", "late", "scattered"});
    ASSERT_EQ(found.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) {
      const auto& expected = one.at("groups").at(i);
      const auto near = [&](double figure, const char* name) {
        expect_close(figure, expected.at(name).get<double>(), found[i].name + " " + name);
      };
      EXPECT_EQ(found[i].months, expected.at("months").get<Index>());
      near(found[i].mean, "mean");
      near(found[i].benchmark_mean, "benchmark_mean");
      near(found[i].difference, "difference");
      near(found[i].t, "t");
      near(found[i].sharpe, "sharpe");
      near(found[i].benchmark_sharpe, "benchmark_sharpe");
      near(found[i].beat_rate, "beat_rate");
    }
  }
}

TEST(PerformanceByGroup, HandComputed) {
  const std::vector<double> returns = {0.01, 0.5, 0.03, -0.02}, benchmark = {0.02, 0.1, 0.01, 0.0},
                            cash(4, 0.0);
  const std::vector<int> group = {0, -1, 0, 1};
  const auto found = performance_by_group(returns, benchmark, cash, group, {"a", "b"});
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].name, "a");
  EXPECT_EQ(found[0].months, 2);
  EXPECT_NEAR(found[0].mean, 0.24, 1e-14);
  EXPECT_NEAR(found[0].benchmark_mean, 0.18, 1e-14);
  EXPECT_NEAR(found[0].difference, 0.06, 1e-14);
  EXPECT_DOUBLE_EQ(found[0].beat_rate, 0.5);
  // 1% and 3%: mean 2, standard deviation sqrt(2).
  EXPECT_NEAR(found[0].sharpe, std::sqrt(2.0) * std::sqrt(12.0), 1e-12);
  // Differences -1% and 2% two months apart, deviations -1.5 and 1.5; one lag, which no two months share.
  EXPECT_NEAR(found[0].t, 0.5 * 2 / std::sqrt(1.5 * 1.5 * 2), 1e-12);
}

TEST(PerformanceByGroup, TooFewMonths) {
  const std::vector<double> returns = {0.01, 0.02, 0.03}, cash(3, 0.0);
  const std::vector<int> group = {0, 0, 1};
  const auto found = performance_by_group(returns, cash, cash, group, {"two", "one", "none"});
  EXPECT_EQ(found[1].months, 1);
  EXPECT_NEAR(found[1].mean, 0.36, 1e-14);
  EXPECT_EQ(found[1].beat_rate, 1);
  EXPECT_TRUE(std::isnan(found[1].t));
  EXPECT_TRUE(std::isnan(found[1].sharpe));
  EXPECT_EQ(found[2].months, 0);
  EXPECT_TRUE(std::isnan(found[2].mean));
  EXPECT_TRUE(std::isnan(found[2].beat_rate));
}

TEST(PerformanceByGroup, NoVariation) {
  const auto returns = returns_of_case(1);
  const std::vector<int> group(returns.size(), 0);
  const auto found = performance_by_group(returns, returns, cash_of_cases(), group, {"all"});
  EXPECT_EQ(found[0].difference, 0);
  EXPECT_TRUE(std::isnan(found[0].t));
  EXPECT_EQ(found[0].sharpe, found[0].benchmark_sharpe);
}

TEST(PerformanceByGroup, WholeHistory) {
  const auto returns = returns_of_case(1), benchmark = benchmark_of_case(1);
  const std::vector<int> group(returns.size(), 0);
  const auto found = performance_by_group(returns, benchmark, cash_of_cases(), group, {"all"});
  Vector ahead(kGoldenMonths);
  for (Index i = 0; i < kGoldenMonths; ++i)
    ahead(i) = returns[static_cast<std::size_t>(i)] - benchmark[static_cast<std::size_t>(i)];
  const auto design = constant_design(kGoldenMonths);
  const auto fit = ols(ahead, design);
  const double t = fit.coefficients(0) / covariance(design, fit, {CovarianceKind::hac}).std_error(0);
  EXPECT_NEAR(found[0].t, t, 1e-11);
}

TEST(PerformanceByGroup, WrongInputIsTold) {
  const std::vector<double> good = {0.01, 0.02}, hole = {0.01, std::nan("")};
  const std::vector<int> group = {0, 0};
  EXPECT_EQ(refused_code([&] { performance_by_group(good, hole, good, group, {"a"}); }),
            ErrorCode::regression_not_finite);
  EXPECT_THROW(performance_by_group(good, good, good, std::vector<int>{0}, {"a"}), InternalError);
}

}  // namespace
}  // namespace rerate

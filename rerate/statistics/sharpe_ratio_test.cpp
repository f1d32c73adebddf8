// Behaviour -> test
//   ratios, Lo's adjustment, probabilistic and deflated as in scipy (tests/oracles/luck.py)  -> AsInScipy
//   the example of Bailey and Lopez de Prado (2014)                                          -> PublishedExample
//   four returns by hand                                                                     -> HandComputed
//   memory of MA(1) raises or lowers a year's ratio as Lo's formula says                     -> MemoryOfReturns
//   the best of N ratios drawn from a normal is as large as expected                         -> ExpectedBestBySimulation
//   probability falls with the benchmark, deflation with trials                              -> Monotone
//   of rules without skill, the share with a probability above 95% is 5%                     -> SizeUnderTheNull
//   returns that do not vary have no ratio                                                   -> NoVariation
//   two different returns: a ratio without error                                             -> NothingUnderTheRoot
//   wrong input is told                                                                      -> WrongInputIsTold

#include "rerate/statistics/sharpe_ratio.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/statistics/distributions.h"
#include "rerate/statistics/returns_for_test.h"

namespace rerate {
namespace {

TEST(SharpeRatio, AsInScipy) {
  const auto golden = luck_golden().at("sharpe_ratios");
  ASSERT_EQ(golden.size(), 4u);
  for (const auto& expected : golden) {
    const auto x = returns_of_formula(expected.at("case"), expected.at("count"));
    const int year = expected.at("periods_a_year");
    const double spread = expected.at("spread"), trials = expected.at("trials");
    const auto near = [&](double found, const char* name) {
      EXPECT_NEAR(found / expected.at(name).get<double>(), 1, 1e-12) << name;
    };
    const auto sample = sharpe_sample(x);
    near(sharpe_ratio(x), "ratio");
    near(annual_sharpe_ratio(x, year), "annual");
    near(autocorrelation_adjusted_sharpe_ratio(x, year), "adjusted");
    near(probabilistic_sharpe_ratio(sample, expected.at("benchmark")), "probabilistic");
    near(expected_best_sharpe_ratio(spread, trials), "expected_best");
    near(deflated_sharpe_ratio(sample, spread, trials), "deflated");
  }
}

TEST(SharpeRatio, PublishedExample) {
  const SharpeSample sample{1250, 2.5 / std::sqrt(250.0), -3, 10};
  const double spread = std::sqrt(0.5 / 250);
  EXPECT_NEAR(expected_best_sharpe_ratio(spread, 100), 0.1132, 0.00005);
  EXPECT_NEAR(deflated_sharpe_ratio(sample, spread, 100), 0.9004, 0.00005);
}

// 1, 2, 3, 6: mean 3, deviations -2 -1 0 3 (squares 14, cubes 18, fourths 98), so 3 / sqrt(14/3),
// skewness (18/4) / (14/4)^1.5, kurtosis (98/4) / (14/4)^2 = 2. First autocorrelation (2 + 0 + 0) / 14.
TEST(SharpeRatio, HandComputed) {
  const std::vector<double> x = {1, 2, 3, 6};
  EXPECT_NEAR(sharpe_ratio(x), 3 / std::sqrt(14.0 / 3), 1e-15);
  EXPECT_NEAR(annual_sharpe_ratio(x, 4), 6 / std::sqrt(14.0 / 3), 1e-15);
  const auto sample = sharpe_sample(x);
  EXPECT_EQ(sample.n, 4);
  EXPECT_NEAR(sample.skewness, 4.5 / std::pow(3.5, 1.5), 1e-15);
  EXPECT_NEAR(sample.kurtosis, 2, 1e-15);
  EXPECT_NEAR(autocorrelation_adjusted_sharpe_ratio(x, 2),
              3 / std::sqrt(14.0 / 3) * 2 / std::sqrt(2 + 2.0 / 7), 1e-14);
  EXPECT_NEAR(autocorrelation_adjusted_sharpe_ratio(x, 1), sharpe_ratio(x), 1e-15);
  const double s = sample.ratio, under = 1 - sample.skewness * s + s * s / 4;
  EXPECT_NEAR(probabilistic_sharpe_ratio(sample, 1), normal_cdf((s - 1) * std::sqrt(3.0) / std::sqrt(under)),
              1e-15);
}

// x_t = e_t + c e_{t-1}: rho_1 = c / (1 + c^2), the rest 0.
TEST(SharpeRatio, MemoryOfReturns) {
  const RandomStream random(4, 1);
  for (const double memory : {0.4, -0.4}) {
    std::vector<double> x;
    for (std::uint64_t t = 0; t < 200'000; ++t)
      x.push_back(0.1 + random.uniform(t + 1) - 0.5 + memory * (random.uniform(t) - 0.5));
    const double rho = memory / (1 + memory * memory), scale = 12 / std::sqrt(12 + 22 * rho);
    EXPECT_NEAR(autocorrelation_adjusted_sharpe_ratio(x, 12) / sharpe_ratio(x) / scale, 1, 0.02) << memory;
  }
}

TEST(SharpeRatio, ExpectedBestBySimulation) {
  const RandomStream random(5, 1);
  std::uint64_t index = 0;
  for (const int trials : {10, 100}) {
    double sum = 0;
    for (int world = 0; world < 3000; ++world) {
      double least = 1;
      for (int i = 0; i < trials; ++i) least = std::min(least, random.uniform(index++));
      sum += -0.3 * normal_quantile(least);
    }
    // Gumbel's approximation is a percent or two off; the mean of 3,000 has an error of 0.7% at most.
    EXPECT_NEAR(sum / 3000 / expected_best_sharpe_ratio(0.3, trials), 1, 0.04) << trials;
  }
  EXPECT_EQ(expected_best_sharpe_ratio(0.3, 1), 0);
  EXPECT_EQ(expected_best_sharpe_ratio(0.3, 1.2), 0);
  EXPECT_GT(expected_best_sharpe_ratio(0.3, 2), 0);
}

TEST(SharpeRatio, Monotone) {
  const auto sample = sharpe_sample(returns_of_formula(2, 300));
  double before = 1;
  for (const double benchmark : {-0.2, 0.0, 0.1, 0.2, 0.4}) {
    const double p = probabilistic_sharpe_ratio(sample, benchmark);
    EXPECT_LT(p, before);
    before = p;
  }
  before = 1;
  for (const double trials : {1.0, 2.0, 10.0, 1e4, 1e9}) {
    const double p = deflated_sharpe_ratio(sample, 0.05, trials);
    EXPECT_LT(p, before);
    before = p;
  }
}

TEST(SharpeRatio, SizeUnderTheNull) {
  const RandomStream random(6, 1);
  int above = 0;
  for (std::uint64_t world = 0; world < 4000; ++world) {
    std::vector<double> x;
    // Skewed returns of mean 0.
    for (std::uint64_t t = 0; t < 120; ++t) {
      const double u = random.uniform(world * 120 + t);
      x.push_back(u * u - 1.0 / 3);
    }
    above += probabilistic_sharpe_ratio(sharpe_sample(x), 0) > 0.95;
  }
  EXPECT_NEAR(above / 40.0, 5, 1.5);
}

TEST(SharpeRatio, NoVariation) {
  const std::vector<double> still(12, 0.1);
  EXPECT_TRUE(std::isnan(sharpe_ratio(still)));
  EXPECT_TRUE(std::isnan(annual_sharpe_ratio(still, 12)));
  EXPECT_TRUE(std::isnan(autocorrelation_adjusted_sharpe_ratio(still, 4)));
  EXPECT_TRUE(std::isnan(probabilistic_sharpe_ratio(sharpe_sample(still), 0)));
  EXPECT_TRUE(std::isnan(deflated_sharpe_ratio(sharpe_sample(still), 0.1, 10)));
  EXPECT_TRUE(std::isnan(sharpe_ratio(std::vector<double>(5, 0.0))));
}

TEST(SharpeRatio, NothingUnderTheRoot) {
  // g4 = 1 + g3^2, as with two different returns, and g3 s = 2.
  const SharpeSample sample{50, 1, 2, 5};
  EXPECT_EQ(probabilistic_sharpe_ratio(sample, 0.5), 1);
  EXPECT_EQ(probabilistic_sharpe_ratio(sample, 1.5), 0);
  EXPECT_EQ(probabilistic_sharpe_ratio(sample, 1), 0.5);
}

TEST(SharpeRatio, WrongInputIsTold) {
  const std::vector<double> x = {0.1, 0.2, std::nan(""), 0.1}, fine = {0.1, 0.2, 0.3};
  EXPECT_EQ(refusal([&] { sharpe_ratio(x); }).what, "a missing or infinite return: period 3 of 4");
  EXPECT_EQ(refusal([&] { sharpe_ratio(std::span(fine).first(1)); }).what, "fewer than 2 returns: 1");
  EXPECT_EQ(refusal([&] {
              sharpe_ratio(std::vector<double>{1e200, -1e200});
            }).code,
            ErrorCode::regression_not_finite);
  EXPECT_EQ(refusal([&] { annual_sharpe_ratio(fine, 0); }).code, ErrorCode::regression_settings);
  EXPECT_EQ(refusal([&] { autocorrelation_adjusted_sharpe_ratio(fine, 0); }).code,
            ErrorCode::regression_settings);
  EXPECT_EQ(refusal([&] { autocorrelation_adjusted_sharpe_ratio(fine, 3); }).what,
            "autocorrelations over a year of 3 periods need more returns: 3");
  EXPECT_EQ(refusal([] { expected_best_sharpe_ratio(-0.1, 10); }).code, ErrorCode::regression_settings);
  EXPECT_EQ(refusal([] { expected_best_sharpe_ratio(0.1, 0.5); }).what,
            "the number of trials must be at least 1: 0.5");
  EXPECT_EQ(refusal([] { expected_best_sharpe_ratio(std::nan(""), 2); }).code,
            ErrorCode::regression_settings);
}

}  // namespace
}  // namespace rerate

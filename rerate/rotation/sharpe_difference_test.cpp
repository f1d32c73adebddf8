// Behaviour -> test
//   equals Ledoit and Wolf's four moments with their gradient, written out                  -> EqualsFourMoments
//   of portfolios of equal ratios few have a small p-value                                  -> SizeUnderTheNull
//   a portfolio with a larger ratio is found, either way round                              -> FindsADifference
//   the same portfolio, one that is levered, no variation, two months: nothing to test      -> NothingToTest
//   a missing return is told                                                                -> WrongInputIsTold
#include "rerate/rotation/sharpe_difference.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "rerate/rotation/performance_for_test.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

using Returns = std::vector<double>;

double mean(const Returns& x) {
  double sum = 0;
  for (const double one : x) sum += one;
  return sum / static_cast<double>(x.size());
}

// y_t = (r1 - m1, r2 - m2, r1^2 - c1, r2^2 - c2), gradient of m1 / sqrt(c1 - m1^2) - m2 / sqrt(c2 - m2^2), and the long-run variance
// of y with Bartlett weights.
double by_four_moments(const Returns& one, const Returns& two) {
  const auto n = one.size();
  Returns squares[2];
  for (std::size_t t = 0; t < n; ++t) {
    squares[0].push_back(one[t] * one[t]);
    squares[1].push_back(two[t] * two[t]);
  }
  const double m1 = mean(one), m2 = mean(two), c1 = mean(squares[0]), c2 = mean(squares[1]);
  const double v1 = c1 - m1 * m1, v2 = c2 - m2 * m2;
  const std::array<double, 4> gradient = {c1 / std::pow(v1, 1.5), -c2 / std::pow(v2, 1.5),
                                          -m1 / (2 * std::pow(v1, 1.5)), m2 / (2 * std::pow(v2, 1.5))};
  std::vector<std::array<double, 4>> y;
  for (std::size_t t = 0; t < n; ++t)
    y.push_back({one[t] - m1, two[t] - m2, squares[0][t] - c1, squares[1][t] - c2});
  const int lags = static_cast<int>(4 * std::pow(static_cast<double>(n) / 100, 2.0 / 9));
  double variance = 0;
  for (int lag = -lags; lag <= lags; ++lag)
    for (std::size_t t = 0; t < n; ++t) {
      const auto s = static_cast<std::ptrdiff_t>(t) - lag;
      if (s < 0 || s >= static_cast<std::ptrdiff_t>(n)) continue;
      const double weight = 1 - std::abs(lag) / (lags + 1.0);
      for (std::size_t i = 0; i < 4; ++i)
        for (std::size_t j = 0; j < 4; ++j)
          variance += weight * gradient[i] * y[t][i] * y[static_cast<std::size_t>(s)][j] * gradient[j];
    }
  const double error = std::sqrt(variance) / static_cast<double>(n);
  const double difference = m1 / std::sqrt(v1) - m2 / std::sqrt(v2);
  return student_t_two_sided_p(difference / error, static_cast<double>(n) - 1);
}

TEST(SharpeDifference, EqualsFourMoments) {
  const auto cash = cash_of_cases();
  for (long of = 1; of < 5; ++of) {
    auto own = returns_of_case(of), other = returns_of_case(of + 3);
    const double p = sharpe_difference_p(own, other, cash);
    for (std::size_t t = 0; t < cash.size(); ++t) {
      own[t] -= cash[t];
      other[t] -= cash[t];
    }
    EXPECT_NEAR(p, by_four_moments(own, other), 1e-9) << of;
    EXPECT_GT(p, 0);
    EXPECT_LT(p, 1);
  }
}

TEST(SharpeDifference, SizeUnderTheNull) {
  constexpr int kWorlds = 1000;
  const Returns cash(300, 0.0);
  int found = 0;
  for (std::uint64_t world = 0; world < kWorlds; ++world) {
    auto one = noise(10 + 2 * world, 300), two = noise(11 + 2 * world, 300);
    for (std::size_t t = 0; t < one.size(); ++t) {
      const double both = one[t];
      one[t] = 0.01 + 0.05 * both;
      two[t] = 0.02 + 0.1 * (0.6 * both + 0.8 * two[t]);
    }
    found += sharpe_difference_p(one, two, cash) < 0.05;
  }
  EXPECT_GT(found, 0.035 * kWorlds);
  EXPECT_LT(found, 0.085 * kWorlds);
}

TEST(SharpeDifference, FindsADifference) {
  auto one = noise(1, 300), two = noise(2, 300);
  for (double& r : one) r = 0.03 + 0.05 * r;
  for (double& r : two) r = 0.05 * r;
  const Returns cash(300, 0.0);
  EXPECT_LT(sharpe_difference_p(one, two, cash), 1e-4);
  EXPECT_NEAR(sharpe_difference_p(one, two, cash), sharpe_difference_p(two, one, cash), 1e-15);
}

TEST(SharpeDifference, NothingToTest) {
  const auto returns = returns_of_case(1), cash = cash_of_cases();
  EXPECT_TRUE(std::isnan(sharpe_difference_p(returns, returns, cash)));
  const Returns none(returns.size(), 0.0);
  auto levered = returns;
  for (double& one : levered) one *= 2;
  EXPECT_TRUE(std::isnan(sharpe_difference_p(returns, levered, none)));
  EXPECT_TRUE(std::isnan(sharpe_difference_p(cash, returns, cash)));
  EXPECT_TRUE(std::isnan(sharpe_difference_p(returns, cash, cash)));
  EXPECT_TRUE(std::isnan(sharpe_difference_p(Returns{0.1, 0.2}, Returns{0.3, 0.1}, Returns{0, 0})));
}

TEST(SharpeDifference, WrongInputIsTold) {
  const Returns cash(3, 0.0);
  EXPECT_EQ(refused_code([&] {
              sharpe_difference_p(Returns{0.1, std::nan(""), 0.2}, Returns{0.1, 0.2, 0.3}, cash);
            }),
            ErrorCode::regression_not_finite);
}

}  // namespace
}  // namespace rerate

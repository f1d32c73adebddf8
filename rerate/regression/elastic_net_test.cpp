// Behaviour -> test
//   coefficients as in scikit-learn, zeros exactly (tests/oracles/ridge.py)       -> AsInScikitLearn
//   uncorrelated drivers by hand                                                  -> HandComputed
//   the conditions of the optimum hold on random and nearly collinear drivers     -> ConditionsOfTheOptimum
//   share 0 is ridge                                                              -> ShareZeroIsRidge
//   a lasso at the largest correlation leaves no driver, just below it one        -> LargestPenalty
//   equal drivers, and drivers and y that do not vary                             -> DegenerateDrivers
//   wrong input is told                                                           -> WrongInputIsTold

#include "rerate/regression/elastic_net.h"

#include <gtest/gtest.h>

#include <cmath>

#include "rerate/regression/penalised_for_test.h"
#include "rerate/regression/ridge.h"

namespace rerate {
namespace {

TEST(ElasticNet, AsInScikitLearn) {
  const auto sample = penalised_sample();
  const auto golden = ridge_golden().at("nets");
  ASSERT_EQ(golden.size(), 12u);
  int zeros = 0;
  for (const auto& expected : golden) {
    const auto fit =
        elastic_net(sample.series.col(1), sample.drivers, {expected.at("penalty"), expected.at("share")});
    expect_fit(fit, expected, 1e-11);
    for (Index j = 0; j < 6; ++j) {
      const bool zero = expected.at("coefficients")[static_cast<std::size_t>(j)].get<double>() == 0;
      EXPECT_EQ(fit.coefficients[j] == 0, zero);
      zeros += zero;
    }
  }
  EXPECT_GT(zeros, 5);
}

// As in Ridge.HandComputed: correlations with y = 3 1 2 8 (mean 3.5, sd sqrt(7.25)) are -1 / sd and -1.5 / sd.
TEST(ElasticNet, HandComputed) {
  Design drivers;
  drivers.append("x1", Vector{{1, -1, 1, -1}});
  drivers.append("x2", Vector{{1, 1, -1, -1}});
  const Vector y{{3, 1, 2, 8}};
  const double sd = std::sqrt(7.25);
  const auto lasso = elastic_net(y, drivers, {1.2 / sd, 1});
  EXPECT_EQ(lasso.coefficients[0], 0);
  EXPECT_NEAR(lasso.coefficients[1], -0.3, 1e-15);
  const auto net = elastic_net(y, drivers, {0.8 / sd, 0.5});
  EXPECT_NEAR(net.coefficients[0], -0.6 / (1 + 0.4 / sd), 1e-15);
  EXPECT_NEAR(net.coefficients[1], -1.1 / (1 + 0.4 / sd), 1e-15);
}

// 1/n z_j'(u - Zb) = penalty (share sign(b_j) + (1 - share) b_j), or at most penalty x share in size where b_j = 0.
void expect_optimum(const Vector& y, const Design& drivers, const NetPenalty& penalty) {
  const auto sample = standardised_sample(y, drivers.x, y.size());
  const Vector b = net_solution(sample, penalty, Vector::Zero(drivers.columns()));
  const Vector pull = sample.with_y - sample.correlation * b;
  for (Index j = 0; j < b.size(); ++j) {
    const double absolute = penalty.penalty * penalty.share, square = penalty.penalty * (1 - penalty.share);
    if (b[j] == 0)
      EXPECT_LE(std::fabs(pull[j]), absolute * (1 + 1e-9));
    else
      EXPECT_NEAR(pull[j], absolute * (b[j] > 0 ? 1 : -1) + square * b[j], 1e-11);
  }
}

TEST(ElasticNet, ConditionsOfTheOptimum) {
  for (std::uint64_t world = 0; world < 40; ++world) {
    const Index k = 1 + static_cast<Index>(world % 9);
    Matrix columns = uniform_columns(60, k + 1, world);
    if (world % 2 == 0)  // all near one another
      for (Index j = 1; j < k; ++j) columns.col(j) = columns.col(0) + 0.02 * columns.col(j);
    Design drivers;
    for (Index j = 0; j < k; ++j) drivers.append("x" + std::to_string(j), columns.col(j));
    const Vector y = columns.col(k) + columns.col(0) - 0.5 * columns.col(k / 2);
    for (const double penalty : {1e-4, 0.01, 0.1, 0.5})
      for (const double share : {0.0, 0.3, 1.0}) {
        SCOPED_TRACE(testing::Message() << world << " " << penalty << " " << share);
        expect_optimum(y, drivers, {penalty, share});
      }
  }
}

TEST(ElasticNet, ShareZeroIsRidge) {
  const auto sample = penalised_sample();
  const auto net = elastic_net(sample.series.col(2), sample.drivers, {0.2, 0}),
             plain = ridge(sample.series.col(2), sample.drivers, 0.2);
  for (Index j = 0; j < 6; ++j) EXPECT_NEAR(net.coefficients[j], plain.coefficients[j], 1e-13);
  EXPECT_NEAR(net.intercept, plain.intercept, 1e-12);
}

TEST(ElasticNet, LargestPenalty) {
  const auto sample = penalised_sample();
  const Vector y = sample.series.col(0);
  const double largest = standardised_sample(y, sample.drivers.x, y.size()).with_y.cwiseAbs().maxCoeff();
  EXPECT_EQ(elastic_net(y, sample.drivers, {largest * (1 + 1e-9), 1}).coefficients.cwiseAbs().maxCoeff(), 0);
  EXPECT_EQ((elastic_net(y, sample.drivers, {largest * 0.999, 1}).coefficients.array() != 0).count(), 1);
}

TEST(ElasticNet, DegenerateDrivers) {
  const auto sample = penalised_sample();
  const Vector y = sample.series.col(0);
  Design twice = sample.first(2);
  twice.append("again", sample.drivers.x.col(0));
  twice.append("still", Vector::Constant(150, 7));
  const auto lasso = elastic_net(y, twice, {0.05, 1}), without = elastic_net(y, sample.first(2), {0.05, 1});
  EXPECT_NEAR(lasso.coefficients[0] + lasso.coefficients[2], without.coefficients[0], 1e-10);
  EXPECT_EQ(lasso.coefficients[3], 0);
  const auto net = elastic_net(y, twice, {0.05, 0.5});
  EXPECT_NEAR(net.coefficients[0], net.coefficients[2], 1e-12);
  EXPECT_EQ(elastic_net(Vector::Constant(150, 4), twice, {0.05, 0.5}).coefficients.cwiseAbs().maxCoeff(), 0);
}

TEST(ElasticNet, WrongInputIsTold) {
  const auto sample = penalised_sample();
  EXPECT_EQ(failure_of([&] {
              elastic_net(sample.series.col(0), sample.drivers, {0.1, 1.5});
            }).what,
            "the share of the absolute penalty must be within 0 and 1: 1.5");
  EXPECT_EQ(failure_of([&] {
              elastic_net(sample.series.col(0), sample.drivers, {0, 1});
            }).code,
            ErrorCode::regression_settings);
  Vector holes = sample.series.col(0);
  holes[0] = std::nan("");
  EXPECT_EQ(failure_of([&] { elastic_net(holes, sample.drivers, {}); }).code,
            ErrorCode::regression_not_finite);
}

}  // namespace
}  // namespace rerate

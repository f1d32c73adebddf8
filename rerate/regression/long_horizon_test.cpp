// Behaviour -> test
//   false rejections at the design of docs' inference table       LongHorizon.FalseRejections
//   four rows by hand                                             LongHorizon.HandComputed
//   a horizon of one is OLS with errors under the null            LongHorizon.HorizonOfOne
//   finds a predictor that is one                                 LongHorizon.FindsAPredictor
//   every estimator's settings                                    LongHorizon.NamesOfTheErrors
//   horizons that are not positive or leave too little            LongHorizon.HorizonsOutOfRange

#include "rerate/regression/long_horizon.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "rerate/regression/golden_for_test.h"

namespace rerate {
namespace {

using ::testing::HasSubstr;

// Nearly normal: sums of twelve uniforms.
class Normals {
 public:
  explicit Normals(std::uint64_t seed) : random_(seed, 0) {}
  double next() {
    double sum = -6;
    for (int part = 0; part < 12; ++part) sum += random_.uniform(used_++);
    return sum;
  }

 private:
  RandomStream random_;
  std::uint64_t used_ = 0;
};

struct Sample {
  Design design;
  std::vector<double> returns;
};

// A predictor with autocorrelation 0.97 and returns of which it knows `slope`.
Sample sample(Normals& normals, Index rows, double slope) {
  Sample result{constant_design(rows), {}};
  Vector x(rows);
  double state = 4 * normals.next();  // about its stationary spread
  for (Index t = 0; t < rows; ++t) {
    result.returns.push_back(slope * state + normals.next());
    x[t] = state = 0.97 * state + normals.next();
  }
  result.design.append("x", x);
  return result;
}

struct Rejections {
  double hodrick = 0, newey_west = 0, ewc = 0, lazarus = 0, classical = 0;
};

Rejections rejections(double slope, int draws) {
  Normals normals(2024);
  Rejections shares;
  for (int draw = 0; draw < draws; ++draw) {
    const Sample drawn = sample(normals, 552, slope);
    const auto found = long_horizon_regression(drawn.design, drawn.returns, 12);
    const Design known = drawn.design.head(found.fit.n);
    const auto count = [&](double& share, const Covariance& errors) {
      if (errors.p_value(found.fit.coefficients[1] / errors.std_error(1)) < 0.05) share += 1.0 / draws;
    };
    count(shares.hodrick, found.hodrick);
    count(shares.newey_west, found.newey_west);
    count(shares.ewc, found.ewc);
    count(shares.lazarus,
          covariance(known, found.fit, {CovarianceKind::hac, Kernel::bartlett, BandwidthRule::lazarus}));
    count(shares.classical, covariance(known, found.fit, {CovarianceKind::classical}));
  }
  return shares;
}

TEST(LongHorizon, FalseRejections) {
  const Rejections shares = rejections(0, 600);
  std::printf("  Hodrick 1B %.3f, Newey-West(11) %.3f, fixed-b %.3f, EWC %.3f, classical %.3f\n",
              shares.hodrick, shares.newey_west, shares.lazarus, shares.ewc, shares.classical);
  EXPECT_GE(shares.hodrick, 0.04);
  EXPECT_LE(shares.hodrick, 0.07);
  EXPECT_GE(shares.newey_west, 0.11);
  EXPECT_LE(shares.newey_west, 0.21);
  EXPECT_GE(shares.lazarus, 0.08);
  EXPECT_LE(shares.lazarus, 0.16);
  EXPECT_GE(shares.ewc, 0.07);
  EXPECT_LE(shares.ewc, 0.15);
  EXPECT_GE(shares.classical, 0.50);
  EXPECT_LE(shares.classical, 0.64);
}

TEST(LongHorizon, FindsAPredictor) {
  const Rejections shares = rejections(0.05, 100);
  EXPECT_GE(shares.hodrick, 0.9);
}

TEST(LongHorizon, HandComputed) {
  Design design;
  design.append("x", Vector{{1, 2, 0, 1, 3}});
  const std::vector<double> returns = {99, 1, 3, -1, 5};  // mean of the last four: 2
  const auto found = long_horizon_regression(design, returns, 2);
  EXPECT_EQ(found.y, (Vector{{4, 2, 4}}));
  EXPECT_NEAR(found.fit.coefficients[0], 8.0 / 5, 1e-14);
  // w_t = e_{t+1} (x_t + x_{t-1}) for t = 1, 2, 3: 1 * 3, -3 * 2, 3 * 1.
  EXPECT_NEAR(found.hodrick.matrix(0, 0), 54.0 / 25, 1e-14);
}

TEST(LongHorizon, HorizonOfOne) {
  const Design design = uniform_design(50, 3, 1);
  const Vector r = uniform_columns(50, 1, 2);
  const auto found = long_horizon_regression(design, {r.data(), 50}, 1);
  const Design known = design.head(49);
  EXPECT_EQ(found.fit.coefficients, ols(r.tail(49), known).coefficients);
  // White's errors with the residuals of the mean alone.
  const Vector errors = r.tail(49).array() - r.tail(49).mean();
  const Matrix meat = known.x.transpose() * errors.cwiseAbs2().asDiagonal() * known.x;
  EXPECT_LE((found.hodrick.matrix - found.fit.inverse_gram * meat * found.fit.inverse_gram).norm(), 1e-15);
}

TEST(LongHorizon, NamesOfTheErrors) {
  const Design design = uniform_design(100, 2, 1);
  const Vector r = uniform_columns(100, 1, 2);
  const auto found = long_horizon_regression(design, {r.data(), 100}, 12);
  EXPECT_EQ(found.hodrick.name, "Hodrick 1B (horizon 12)");
  EXPECT_EQ(found.newey_west.name, "Newey-West (Bartlett, 11 lags, times n/(n-k))");
  EXPECT_EQ(found.ewc.name, "equal-weighted cosine (7 terms)");
  EXPECT_THAT(found.hansen_hodrick.name, HasSubstr("Hansen-Hodrick (11 lags"));
  EXPECT_TRUE(std::isinf(found.hodrick.degrees_of_freedom));
}

TEST(LongHorizon, HorizonsOutOfRange) {
  const Design design = uniform_design(20, 2, 1);
  const std::vector<double> returns(20, 1.0);
  const auto refused = [&](Index horizon) {
    return failure_of([&] { long_horizon_regression(design, returns, horizon); });
  };
  EXPECT_EQ(refused(0).code, ErrorCode::regression_settings);
  EXPECT_EQ(refused(-3).code, ErrorCode::regression_settings);
  EXPECT_EQ(refused(17).code, ErrorCode::regression_too_few);
  EXPECT_EQ(refused(1000).code, ErrorCode::regression_too_few);
  EXPECT_EQ(refused(12).code, ErrorCode::regression_no_variation);

  const Vector r = uniform_columns(20, 1, 2);  // eight windows of twelve: eight lags
  EXPECT_EQ(long_horizon_regression(design, {r.data(), 20}, 12).newey_west.bandwidth, 8);
}

}  // namespace
}  // namespace rerate

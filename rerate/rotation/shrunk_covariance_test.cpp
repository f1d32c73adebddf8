// Behaviour -> test
//   as term by term in R (tests/oracles/rotation_portfolio.R; scikit-learn agrees) -> AsInR
//   two returns of two sectors by hand                                             -> ByHand
//   long samples are hardly drawn in, and to the true covariance                   -> LongSamples
//   more sectors than months: positive definite                                    -> MoreSectorsThanMonths
//   nothing varies, one sector                                                     -> EndsOfTheRange
//   scale and order of sectors change nothing else                                 -> ScaleAndOrder
#include "rerate/rotation/shrunk_covariance.h"

#include <gtest/gtest.h>

#include <Eigen/Cholesky>

#include "rerate/rotation/portfolio_for_test.h"

namespace rerate {
namespace {

TEST(ShrunkCovariance, AsInR) {
  const auto golden = portfolio_golden();
  const auto found = shrunk_covariance(golden_returns());
  EXPECT_NEAR(found.share, golden.at("share").get<double>(), 1e-13);
  for (Index i = 0; i < kGoldenSectors; ++i)
    for (Index j = 0; j < kGoldenSectors; ++j)
      EXPECT_NEAR(found.covariance(i, j), golden.at("covariance")[i][j].get<double>(), 1e-17);
}

TEST(ShrunkCovariance, ByHand) {
  // Less their means the three months are (1, 0), (-1, 1), (0, -1): S is [2, -1; -1, 2] / 3, mu 2/3 and d^2 2/9.
  // x'x are 1, 2, 1 with squares that add up to 6, and |S|^2 is 10/9: b^2 is (6 - 30/9) / 9 = 8/27, above d^2.
  const auto all = shrunk_covariance(Matrix{{3, 5}, {1, 6}, {2, 4}});
  EXPECT_EQ(all.share, 1);
  EXPECT_TRUE(all.covariance.isApprox(Matrix::Identity(2, 2) * 2 / 3, 1e-15));
  // The same six times: the first sum grows with n, its divisor with n^2: b^2 is 8/27/6, over 2/9 that is 2/9.
  const auto part = shrunk_covariance(Matrix{{3, 5}, {1, 6}, {2, 4}}.replicate(6, 1));
  EXPECT_NEAR(part.share, 2.0 / 9, 1e-14);
  EXPECT_NEAR(part.covariance(0, 0), 2.0 / 3, 1e-15);
  EXPECT_NEAR(part.covariance(1, 0), -1.0 / 3 * 7 / 9, 1e-15);
}

TEST(ShrunkCovariance, LongSamples) {
  Matrix returns = noise(3, 20'000, 3);
  returns.col(1) += returns.col(0);
  const auto found = shrunk_covariance(returns);
  EXPECT_LT(found.share, 0.001);
  EXPECT_NEAR(found.covariance(0, 1), 1, 0.05);
  EXPECT_NEAR(found.covariance(1, 1), 2, 0.05);
  EXPECT_NEAR(found.covariance(2, 0), 0, 0.05);
}

TEST(ShrunkCovariance, MoreSectorsThanMonths) {
  const Matrix returns = noise(4, 12, 40);
  const auto found = shrunk_covariance(returns);
  EXPECT_GT(found.share, 0.3);
  EXPECT_EQ(Eigen::LLT<Matrix>(found.covariance).info(), Eigen::Success);
  // The sum of variances is kept.
  const Matrix apart = returns.rowwise() - returns.colwise().mean();
  EXPECT_NEAR(found.covariance.trace(), apart.squaredNorm() / 12, 1e-12);
}

TEST(ShrunkCovariance, EndsOfTheRange) {
  EXPECT_EQ(shrunk_covariance(Matrix::Constant(12, 3, 0.25)).covariance, Matrix::Zero(3, 3));
  const auto one = shrunk_covariance(Matrix{{1}, {3}});
  EXPECT_EQ(one.covariance(0, 0), 1);
}

TEST(ShrunkCovariance, ScaleAndOrder) {
  const Matrix returns = noise(5, 60, 4);
  const auto found = shrunk_covariance(returns);
  const auto scaled = shrunk_covariance(8 * returns), turned = shrunk_covariance(returns.rowwise().reverse());
  EXPECT_NEAR(scaled.share, found.share, 1e-14);
  EXPECT_TRUE(scaled.covariance.isApprox(64 * found.covariance, 1e-13));
  EXPECT_NEAR(turned.share, found.share, 1e-14);
  EXPECT_TRUE(turned.covariance.isApprox(found.covariance.reverse(), 1e-13));
}

}  // namespace
}  // namespace rerate

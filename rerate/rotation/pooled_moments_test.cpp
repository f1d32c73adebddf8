// Behaviour -> test
//   the sample of first periods is that of their rows                    -> SampleOfRows
//   columns and outcomes that stand still have no scale                  -> StandingStill
//   squared errors of any periods are those of their rows                -> SquaredErrors
#include "rerate/rotation/pooled_moments.h"

#include <gtest/gtest.h>

#include "rerate/rotation/rotation_for_test.h"

namespace rerate {
namespace {

constexpr Index kPeriods = 40, kRows = 5, kColumns = 3;

struct Pool {
  Matrix x = noise(51, kPeriods* kRows, kColumns);
  Vector y = noise(52, kPeriods* kRows, 1, 0.05);
};

PooledMoments moments_of(const Pool& pool) {
  PooledMoments moments(kColumns);
  for (Index row = 0; row < pool.x.rows(); ++row) {
    const Vector x = pool.x.row(row);
    moments.add({x.data(), static_cast<std::size_t>(kColumns)}, pool.y[row]);
    if ((row + 1) % kRows == 0) moments.close_period();
  }
  return moments;
}

TEST(PooledMoments, SampleOfRows) {
  const Pool pool;
  const auto moments = moments_of(pool);
  EXPECT_EQ(moments.periods(), static_cast<std::size_t>(kPeriods));
  EXPECT_EQ(moments.rows(3, 10), 35);
  for (const std::size_t periods : {2ul, 17ul, 40ul}) {
    const auto found = moments.sample(periods);
    const auto expected = standardised_sample(pool.y, pool.x, static_cast<Index>(periods) * kRows);
    EXPECT_EQ(found.n, expected.n);
    EXPECT_LT((found.centre - expected.centre).norm(), 1e-14);
    EXPECT_LT((found.scale - expected.scale).norm(), 1e-14);
    EXPECT_NEAR(found.y_centre, expected.y_centre, 1e-16);
    EXPECT_NEAR(found.y_scale, expected.y_scale, 1e-15);
    EXPECT_LT((found.correlation - expected.correlation).norm(), 1e-14);
    EXPECT_LT((found.with_y - expected.with_y).norm(), 1e-14);
  }
}

TEST(PooledMoments, StandingStill) {
  Pool pool;
  pool.x.col(1).setZero();
  pool.x.col(2).setConstant(0.1);
  const auto found = moments_of(pool).sample(40);
  EXPECT_GT(found.scale[0], 0);
  EXPECT_EQ(found.scale[1], 0);
  EXPECT_EQ(found.scale[2], 0);
  EXPECT_EQ(found.correlation(2, 2), 0);
  EXPECT_EQ(found.with_y[2], 0);
  pool.y.setConstant(0.1);
  EXPECT_EQ(moments_of(pool).sample(40).y_scale, 0);
}

TEST(PooledMoments, SquaredErrors) {
  const Pool pool;
  const auto moments = moments_of(pool);
  const PenalisedFit fit{0.01, Vector{{0.02, -0.03, 0.004}}};
  for (const auto& [begin, end] : {std::pair{0, 40}, std::pair{3, 4}, std::pair{20, 39}}) {
    double expected = 0;
    for (Index row = begin * kRows; row < end * kRows; ++row) {
      const double error = pool.y[row] - fit.intercept - pool.x.row(row).dot(fit.coefficients);
      expected += error * error;
    }
    EXPECT_NEAR(moments.squared_errors(static_cast<std::size_t>(begin), static_cast<std::size_t>(end), fit),
                expected, 1e-13);
  }
}

}  // namespace
}  // namespace rerate

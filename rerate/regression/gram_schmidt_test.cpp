// Behaviour -> test
//   R and what is left of y, for every shape around lanes and tiles     GramSchmidtTest.EveryShape
//   a column that vanishes leaves a zero on the diagonal and no NaN     GramSchmidtTest.VanishingColumn
//   ill-conditioned columns lose no more than Householder's would       GramSchmidtTest.AsStableAsHouseholder

#include "rerate/regression/gram_schmidt.h"

#include <gtest/gtest.h>

#include <Eigen/QR>
#include <cmath>

#include "rerate/regression/golden_for_test.h"
#include "rerate/regression/moments.h"

namespace rerate {
namespace {

TEST(GramSchmidtTest, EveryShape) {
  for (const Index n : {1, 3, 4, 5, 8, 13, 40, 509})
    for (const Index k : {1, 2, 7, 8, 9, 16, 20}) {
      if (n < k) continue;
      const Matrix all = uniform_columns(n, k + 1, 21);
      PaddedColumns columns = padded(all);
      const GramSchmidt factor = gram_schmidt(columns);
      const Matrix x = all.leftCols(k), r = factor.triangle;
      EXPECT_LE((r.transpose() * r - x.transpose() * x).norm(), 1e-12 * static_cast<double>(n))
          << n << " " << k;
      EXPECT_LE((r.transpose() * factor.projections - x.transpose() * all.col(k)).norm(),
                1e-12 * static_cast<double>(n));
      const Vector left = all.col(k) - x * x.householderQr().solve(Vector(all.col(k)));
      EXPECT_LE((unpadded(columns).col(k) - left).norm(), 1e-10);
      EXPECT_NEAR(factor.residual_square, left.squaredNorm(), 1e-12);
    }
}

TEST(GramSchmidtTest, VanishingColumn) {
  Matrix all = uniform_columns(12, 4, 2);
  all.col(1).setZero();
  PaddedColumns columns = padded(all);
  const GramSchmidt factor = gram_schmidt(columns);
  EXPECT_EQ(factor.triangle(1, 1), 0);
  EXPECT_TRUE(factor.triangle.allFinite());
  EXPECT_GT(factor.residual_square, 0);
}

TEST(GramSchmidtTest, AsStableAsHouseholder) {
  // Powers up to t^7 on 0..1: condition number 4e5 after scaling. Known coefficients, nothing left over.
  Matrix all(200, 9);
  for (Index i = 0; i < 200; ++i) {
    const double t = static_cast<double>(i) / 199;
    double power = 1;
    all(i, 8) = 0;
    for (Index j = 0; j < 8; ++j, power *= t) all(i, 8) += all(i, j) = power;
  }
  PaddedColumns columns = padded(all);
  const GramSchmidt factor = gram_schmidt(columns);
  const Vector solution = factor.triangle.triangularView<Eigen::Upper>().solve(factor.projections);
  EXPECT_LE((solution - Vector::Ones(8)).norm(), 1e-9);  // normal equations: 1e-5
}

}  // namespace
}  // namespace rerate

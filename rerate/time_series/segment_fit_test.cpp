// A line by hand                                         -> LineByHand
// The basis is orthonormal and spans the columns         -> BasisIsOrthonormal
// A column explained by those before it is left out, NaN -> ExplainedColumnIsLeftOut
// Nearly parallel columns keep their digits              -> NearlyParallelColumns

#include "rerate/time_series/segment_fit.h"

#include <gtest/gtest.h>

#include <cmath>

namespace rerate {
namespace {

TEST(SegmentFit, LineByHand) {
  const Vector y{{99, 1, 2, 4, 99}};
  Matrix x = Matrix::Ones(5, 2);
  x.col(1) << 50, 0, 1, 2, 50;
  const auto fit = fit_segment(y, x, 1, 3);  // slope 3/2, constant 7/3 - 3/2
  EXPECT_NEAR(fit.coefficients[1], 1.5, 1e-14);
  EXPECT_NEAR(fit.coefficients[0], 5.0 / 6, 1e-14);
  EXPECT_NEAR(fit.ssr, 1.0 / 6, 1e-14);
}

TEST(SegmentFit, BasisIsOrthonormal) {
  Matrix x(6, 3);
  x << 1, 2, 4, 1, 3, 9, 1, 4, 16, 1, 5, 25, 1, 6, 36, 1, 7, 49;
  const auto span = orthonormal_basis(x);
  EXPECT_LT((span.basis.transpose() * span.basis - Matrix::Identity(3, 3)).norm(), 1e-14);
  EXPECT_LT((span.basis * span.triangle - x).norm(), 1e-12);
}

TEST(SegmentFit, ExplainedColumnIsLeftOut) {
  Matrix x = Matrix::Ones(8, 3);
  x.col(1) = Vector::LinSpaced(8, 0, 7);
  x.col(2) = 3 * x.col(1) - x.col(0);
  const Vector y = 2 * Vector::Ones(8) + 0.5 * x.col(1);
  const auto fit = fit_segment(y, x, 0, 7);
  EXPECT_NEAR(fit.coefficients[0], 2, 1e-13);
  EXPECT_NEAR(fit.coefficients[1], 0.5, 1e-13);
  EXPECT_TRUE(std::isnan(fit.coefficients[2]));
  EXPECT_EQ(orthonormal_basis(x).kept, (std::vector<Index>{0, 1}));
}

TEST(SegmentFit, NearlyParallelColumns) {
  Matrix x = Matrix::Ones(50, 2);
  x.col(1) += 1e-5 * Vector::LinSpaced(50, -1, 1);
  const Vector y = x.col(0) + 2 * x.col(1);
  const auto fit = fit_segment(y, x, 0, 49);
  EXPECT_NEAR(fit.coefficients[1], 2, 1e-9);
}

}  // namespace
}  // namespace rerate

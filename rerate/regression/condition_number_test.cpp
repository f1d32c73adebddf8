// Behaviour -> test
//   as the singular values say, for every size, near and far from singular   ConditionNumber.AsSingularValues
//   units of columns do not matter                                           ConditionNumber.UnitsDoNotMatter
//   two columns at a known angle                                             ConditionNumber.TwoColumns
//   orthogonal columns, and a single one                                     ConditionNumber.Orthogonal
//   a singular triangle                                                      ConditionNumber.Singular

#include "rerate/regression/condition_number.h"

#include <gtest/gtest.h>

#include <Eigen/SVD>
#include <cmath>

#include "rerate/regression/golden_for_test.h"

namespace rerate {
namespace {

double by_svd(Matrix triangle) {
  for (Index j = 0; j < triangle.cols(); ++j) triangle.col(j).normalize();
  const Vector values = Eigen::JacobiSVD<Matrix>(triangle).singularValues();
  return values[0] / values[values.size() - 1];
}

TEST(ConditionNumber, AsSingularValues) {
  for (const Index k : {2, 3, 4, 8, 15, 16, 17, 30})
    for (const double diagonal : {1e-9, 1e-5, 0.01, 0.3, 5.0}) {
      Matrix triangle = uniform_columns(k, k, static_cast<std::uint64_t>(k)).triangularView<Eigen::Upper>();
      triangle.diagonal().array() += triangle.diagonal().array().sign();
      triangle(k - 1, k - 1) = diagonal;
      const double expected = by_svd(triangle);
      EXPECT_NEAR(scaled_condition_number(triangle), expected, 1e-6 * expected) << k << " " << diagonal;
    }
}

TEST(ConditionNumber, UnitsDoNotMatter) {
  Matrix triangle = uniform_columns(6, 6, 2).triangularView<Eigen::Upper>();
  const double before = scaled_condition_number(triangle);
  triangle.col(3) *= 1 << 20;
  EXPECT_EQ(scaled_condition_number(triangle), before);
}

TEST(ConditionNumber, TwoColumns) {
  // Correlation c: the Gram matrix has eigenvalues 1 + c and 1 - c.
  const double c = 0.6;
  const Matrix triangle{{1, c}, {0, std::sqrt(1 - c * c)}};
  EXPECT_NEAR(scaled_condition_number(triangle), 2, 1e-14);
}

TEST(ConditionNumber, Orthogonal) {
  EXPECT_EQ(scaled_condition_number(Matrix::Identity(5, 5)), 1);
  EXPECT_EQ(scaled_condition_number(Matrix::Constant(1, 1, -3)), 1);
}

TEST(ConditionNumber, Singular) {
  EXPECT_TRUE(std::isinf(scaled_condition_number(Matrix::Zero(2, 2))));
  EXPECT_GT(scaled_condition_number(Matrix{{1, 1}, {0, 0}}), 1e15);
}

}  // namespace
}  // namespace rerate

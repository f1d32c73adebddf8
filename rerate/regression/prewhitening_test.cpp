// Behaviour -> test
// Covariances with it are held against sandwich and gretl in covariance_test.cpp. Here:
//   takes a known VAR out and colours again by (I - A)^-1             Prewhitening.FindsAKnownVar
//   units only travel through                                         Prewhitening.UnitsTravelThrough
//   moments that do not vary, or follow from each other               Prewhitening.UndeterminedIsTold

#include "rerate/regression/prewhitening.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Eigen/LU>

#include "rerate/regression/golden_for_test.h"

namespace rerate {
namespace {

using ::testing::HasSubstr;

TEST(Prewhitening, FindsAKnownVar) {
  const Matrix a{{0.5, 0.2}, {-0.1, 0.3}};
  const Matrix errors = uniform_columns(4000, 2, 6);
  Matrix moments = errors;
  for (Index t = 1; t < moments.rows(); ++t) moments.row(t) += moments.row(t - 1) * a.transpose();
  const Prewhitened found = prewhiten(moments, 1);
  EXPECT_EQ(found.errors.rows(), 3999);
  EXPECT_LE((found.errors - errors.bottomRows(3999)).norm() / errors.norm(), 0.03);
  EXPECT_LE((found.colour - (Matrix::Identity(2, 2) - a).inverse()).norm(), 0.2);
}

TEST(Prewhitening, UnitsTravelThrough) {
  Matrix moments = uniform_columns(60, 2, 6);
  const Prewhitened before = prewhiten(moments, 2);
  moments.col(1) *= 8;
  const Prewhitened after = prewhiten(moments, 2);
  EXPECT_LE((after.errors.col(1) - 8 * before.errors.col(1)).norm(), 1e-12);
  EXPECT_NEAR(after.colour(1, 0), 8 * before.colour(1, 0), 1e-13);
}

TEST(Prewhitening, UndeterminedIsTold) {
  Matrix moments = uniform_columns(60, 2, 6);
  moments.col(1) = 2 * moments.col(0);
  const auto refused = [&](int order) { return failure_of([&] { prewhiten(moments, order); }); };
  EXPECT_EQ(refused(1).code, ErrorCode::regression_settings);
  EXPECT_THAT(refused(1).what, HasSubstr("VAR(1) is not determined by these moments"));
  EXPECT_EQ(refused(20).code, ErrorCode::regression_too_few);
  moments.col(1).setZero();
  EXPECT_THAT(refused(1).what, HasSubstr("needs moments that vary"));
}

}  // namespace
}  // namespace rerate

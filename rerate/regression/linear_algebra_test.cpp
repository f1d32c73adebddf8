// Behaviour -> test
//   an inverse times its matrix is the identity, exactly symmetric   InverseOfPositiveDefinite.UndoesTheMatrix
//   what is not positive definite is our own mistake                 InverseOfPositiveDefinite.AssertsItsInput
//   inverse of a triangle, whatever stands below the diagonal        InverseOfUpperTriangle.UndoesTheTriangle
//   a sandwich is the product, exactly symmetric                     SymmetricSandwich.IsTheProduct
//   blocking does not depend on this machine's caches                Blocking.IsFixed

#include "rerate/regression/linear_algebra.h"

#include <gtest/gtest.h>

#include <Eigen/LU>

#include "rerate/regression/golden_for_test.h"

namespace rerate {
namespace {

TEST(InverseOfPositiveDefinite, UndoesTheMatrix) {
  for (const Index k : {1, 2, 5, 20}) {
    const Matrix x = uniform_columns(40, k, 3);
    const Matrix gram = x.transpose() * x, inverse = inverse_of_positive_definite(gram);
    EXPECT_LE((inverse * gram - Matrix::Identity(k, k)).norm(), 1e-12);
    EXPECT_EQ(inverse, Matrix(inverse.transpose()));
  }
}

TEST(InverseOfPositiveDefinite, AssertsItsInput) {
  EXPECT_THROW(inverse_of_positive_definite(-Matrix::Identity(2, 2)), InternalError);
  EXPECT_THROW(inverse_of_positive_definite(Matrix::Zero(2, 3)), InternalError);
}

TEST(InverseOfUpperTriangle, UndoesTheTriangle) {
  for (const Index k : {1, 2, 5, 20}) {
    Matrix triangle = uniform_columns(k, k, 4);
    triangle.diagonal().array() += 2;
    const Matrix inverse = inverse_of_upper_triangle(triangle);
    const Matrix upper = triangle.triangularView<Eigen::Upper>();
    EXPECT_LE((inverse * upper - Matrix::Identity(k, k)).norm(), 1e-12);
    EXPECT_EQ(inverse, Matrix(inverse.triangularView<Eigen::Upper>()));
  }
}

TEST(SymmetricSandwich, IsTheProduct) {
  const Matrix bread = uniform_columns(4, 4, 5), half = uniform_columns(4, 4, 6),
               meat = half + half.transpose();
  const Matrix product = symmetric_sandwich(bread, meat);
  EXPECT_LE((product - bread * meat * bread.transpose()).norm(), 1e-15);
  EXPECT_EQ(product, Matrix(product.transpose()));
}

TEST(Blocking, IsFixed) {
  EXPECT_TRUE(blocking_is_fixed);
  EXPECT_EQ(Eigen::l1CacheSize(), 32 * 1024);
  EXPECT_EQ(Eigen::l2CacheSize(), 256 * 1024);
}

}  // namespace
}  // namespace rerate

#include "rerate/regression/linear_algebra.h"

#include <Eigen/Cholesky>

#include "rerate/base/error.h"

namespace rerate {
bool fix_blocking() {
  Eigen::setCpuCacheSizes(32 * 1024, 256 * 1024, 2 * 1024 * 1024);
  return true;
}

Matrix inverse_of_positive_definite(const Matrix& matrix) {
  RERATE_ASSERT(matrix.rows() == matrix.cols(), "a square matrix");
  const Eigen::LLT<Matrix> factor(matrix);
  RERATE_ASSERT(factor.info() == Eigen::Success, "a positive definite matrix");
  const Matrix root = factor.matrixL().solve(Matrix::Identity(matrix.rows(), matrix.cols()));
  Matrix inverse = Matrix::Zero(matrix.rows(), matrix.cols());
  inverse.selfadjointView<Eigen::Lower>().rankUpdate(root.transpose());
  inverse.triangularView<Eigen::StrictlyUpper>() = inverse.transpose();
  return inverse;
}

Matrix inverse_of_upper_triangle(const Matrix& triangle) {
  const Index k = triangle.cols();
  Matrix inverse = Matrix::Zero(k, k);
  for (Index j = 0; j < k; ++j) {
    inverse(j, j) = 1 / triangle(j, j);
    for (Index i = j - 1; i >= 0; --i) {
      double sum = 0;
      for (Index m = i + 1; m <= j; ++m) sum += triangle(i, m) * inverse(m, j);
      inverse(i, j) = -sum / triangle(i, i);
    }
  }
  return inverse;
}

Matrix symmetric_sandwich(const Matrix& bread, const Matrix& meat) {
  const Matrix half = bread.lazyProduct(meat);
  Matrix product = half.lazyProduct(bread.transpose());
  for (Index j = 0; j < product.cols(); ++j)
    for (Index i = 0; i < j; ++i) product(i, j) = product(j, i) = (product(i, j) + product(j, i)) / 2;
  return product;
}

}  // namespace rerate

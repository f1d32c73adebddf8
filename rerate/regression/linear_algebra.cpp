#include "rerate/regression/linear_algebra.h"

#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/SVD>
#include <cmath>
#include <limits>

#include "rerate/base/error.h"

namespace rerate {
namespace {

// Eigenvalues of the Gram matrix lose the square of the condition number: past this share the triangle's own
// singular values are worth their time.
constexpr double trusted_share = 1e-8;

Matrix unit_columns(const Matrix& triangle) {
  Matrix scaled = Matrix::Zero(triangle.rows(), triangle.cols());
  for (Index j = 0; j < triangle.cols(); ++j) {
    const double length = triangle.col(j).head(j + 1).norm();
    if (length > 0) scaled.col(j).head(j + 1) = triangle.col(j).head(j + 1) / length;
  }
  return scaled;
}

}  // namespace

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

double scaled_condition_number(const Matrix& triangle) {
  const Matrix scaled = unit_columns(triangle);
  const Matrix gram = scaled.transpose().lazyProduct(scaled);
  const Vector squares = Eigen::SelfAdjointEigenSolver<Matrix>(gram, Eigen::EigenvaluesOnly).eigenvalues();
  const Index last = squares.size() - 1;
  if (squares[0] > trusted_share * squares[last]) return std::sqrt(squares[last] / squares[0]);
  const Vector singular = Eigen::JacobiSVD<Matrix>(scaled).singularValues();
  if (!(singular[last] > 0)) return std::numeric_limits<double>::infinity();
  return singular[0] / singular[last];
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

}  // namespace rerate

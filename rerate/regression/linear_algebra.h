#pragma once

#include <Eigen/Core>

namespace rerate {

// Column-major matrices of doubles. Eigen picks its blocking by the caches it finds, which would change the order
// of sums from machine to machine: regression/linear_algebra.cpp fixes the sizes that it is told.
using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;
using Index = Eigen::Index;

// Inverse of a symmetric positive definite matrix; asserts that it is one.
Matrix inverse_of_positive_definite(const Matrix& matrix);

}  // namespace rerate

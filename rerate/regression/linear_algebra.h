#pragma once

#include <Eigen/Core>

namespace rerate {

// Column-major matrices of doubles. Eigen picks its blocking by the caches it finds, which would change the order
// of sums from machine to machine: whoever includes this header has it told the same sizes everywhere.
using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;
using Index = Eigen::Index;

bool fix_blocking();
inline const bool blocking_is_fixed = fix_blocking();

// Inverse of a symmetric positive definite matrix (its lower triangle is read), exactly symmetric; asserts that it
// is one. By Cholesky, O(k^3).
Matrix inverse_of_positive_definite(const Matrix& matrix);

// B S B' for a symmetric S, symmetric to the last bit. O(k^3).
Matrix symmetric_sandwich(const Matrix& bread, const Matrix& meat);

// Reads only the upper triangle, writes only the upper triangle; the diagonal must not be zero. O(k^3).
Matrix inverse_of_upper_triangle(const Matrix& triangle);

}  // namespace rerate

#pragma once

#include <vector>

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Orthonormal columns that span those of x, by Gram-Schmidt with each column done twice. A column with less than 1e-7 of its
// length apart from those before it (lm's tolerance) is left out. `triangle` has x = basis triangle on the kept columns.
struct OrthonormalBasis {
  Matrix basis;             // n x rank
  Matrix triangle;          // rank x rank, upper
  std::vector<Index> kept;  // columns of x
};
OrthonormalBasis orthonormal_basis(const Matrix& x);

// Least squares on rows first..last alone. Coefficients of columns left out are NaN.
struct SegmentFit {
  Vector coefficients;
  double ssr = 0;
};
SegmentFit fit_segment(const Vector& y, const Matrix& x, Index first, Index last);

}  // namespace rerate

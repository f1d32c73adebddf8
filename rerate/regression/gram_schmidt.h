#pragma once

#include "rerate/regression/padded_columns.h"

namespace rerate {

// Modified Gram-Schmidt QR of [X y], y the last column, in place: numerically Householder's QR of [0; X] (Bjorck
// and Paige 1992), hence as stable for least squares, and what is left of y is the residual itself. One pass over the
// columns takes a column's part out of those behind it and forms the next one's products with them.
struct GramSchmidt {
  Matrix triangle;         // R, k x k upper; a zero on the diagonal where a column vanished
  Vector projections;      // Q'y, k
  double residual_square;  // what is left of y'y
};

// Overwrites the columns; the last one is the residual afterwards. O(n k^2).
GramSchmidt gram_schmidt(PaddedColumns& columns);

}  // namespace rerate

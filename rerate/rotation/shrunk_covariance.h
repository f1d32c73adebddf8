#pragma once

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Covariance matrix drawn in towards a multiple of the identity, as a sample of few months of many sectors needs it (Ledoit and
// Wolf 2004, "A well-conditioned estimator for large-dimensional covariance matrices"). With x_t the returns less their means
// and S = 1/n sum x_t x_t':
//
//     V = share mu I + (1 - share) S,   mu = tr S / p,   share = min(b^2, d^2) / d^2,
//     d^2 = |S - mu I|^2,   b^2 = 1/n^2 sum |x_t x_t' - S|^2      (sums of squares of all elements)
struct ShrunkCovariance {
  Matrix covariance;  // p x p; 0 when nothing varies
  double share = 0;   // 0..1; 1 when S is a multiple of the identity already
};
// `returns`: n x p, finite, n >= 2. O(n p^2).
ShrunkCovariance shrunk_covariance(const Matrix& returns);

}  // namespace rerate

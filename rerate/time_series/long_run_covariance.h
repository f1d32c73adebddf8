#pragma once

#include "rerate/regression/kernel.h"

namespace rerate {

// Long-run covariance of stationary series v_t (columns, mean zero) with autocovariances G_j = (1/n) sum_t v_{t-j} v_t', weighted by
// k(j / bandwidth):
//   two_sided  Omega  = G_0 + sum_{j>0} k (G_j + G_j')
//   one_sided  Lambda = G_0 + sum_{j>0} k G_j: entry (a, b) is the covariance of v_b today with a's past and present.
struct LongRunCovariance {
  Matrix two_sided, one_sided;
  double bandwidth = 0;
};

// `bandwidth` 0: Andrews (1991, eq. 6.4), AR(1) with an intercept for every column, each scaled to unit variance so that their units
// do not matter; cut to n. O(n k^2 bandwidth); quadratic spectral O(n^2 k^2).
LongRunCovariance long_run_covariance(const Matrix& series, Kernel kernel, double bandwidth = 0);

}  // namespace rerate

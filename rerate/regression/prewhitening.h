#pragma once

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Andrews and Monahan (1992): the moments' VAR(order) without intercept, by least squares; its long-run covariance is
// that of its errors, coloured again: D S D', D = (I - A_1 - ... - A_p)^-1. No bound is put on the roots (as in
// R's sandwich).
struct Prewhitened {
  Matrix errors;  // n - order rows
  Matrix colour;  // D
};

// Throws regression_too_few when n - order <= k order, regression_settings when the VAR cannot be fitted or has a unit
// root. O(n k^2 order^2).
Prewhitened prewhiten(const Matrix& moments, int order);

}  // namespace rerate

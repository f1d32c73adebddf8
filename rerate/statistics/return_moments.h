#pragma once

#include <span>

namespace rerate {

struct ReturnMoments {
  double n = 0, mean = 0;
  double square = 0;    // sum of squared deviations from the mean
  bool varies = false;  // whether the standard deviation is above 1e-12 of the largest return
};

// By two passes, O(n). Throws UserError: regression_too_few (fewer than 2 returns), regression_not_finite for a missing or
// infinite return, by period, and for returns too large to square.
ReturnMoments return_moments(std::span<const double> returns);

// Throws as above; returns may be as few as one.
void refuse_not_finite_returns(std::span<const double> returns);

}  // namespace rerate

#pragma once

#include "rerate/regression/ols.h"

namespace rerate {

// For outcomes (0 or 1) whose likelihood has been found to have no maximum: throws regression_separation. Names the
// first regressor whose figures at the ones all lie on one side of those at the zeros (touching allowed: Albert and Anderson
// 1984 call it quasi-complete), and where; else those that take part in `direction`, the coefficients that tell the
// outcomes apart. O(n k).
[[noreturn]] void refuse_separation(const Vector& outcome, const Design& design, const Vector& direction);

}  // namespace rerate

#pragma once

#include "rerate/regression/ols.h"

namespace rerate {

// Throws regression_not_finite for a missing or infinite figure, by column and row, and for figures too large or too
// small to square.
void refuse_not_finite(const Vector& y, const Design& design);

}  // namespace rerate

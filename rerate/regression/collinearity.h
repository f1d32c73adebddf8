#pragma once

#include "rerate/regression/ols.h"

namespace rerate {

// Of every column more than 1e-10 is left when those before it are taken out. `triangle` is R of X = QR.
bool full_rank(const Matrix& triangle);

// Throws regression_not_finite when a column's squares overflow or vanish, though its figures are finite and not all zero.
void refuse_scale(const Vector& y, const Design& design);

// Throws regression_collinear, naming every column that those before it explain, and which of them do.
void refuse_collinear(const Design& design);

}  // namespace rerate

#pragma once

#include <optional>

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Rows of a quantile regression. A row that a resample brings three times stands once, with weight 3: equal rows would
// make every vertex that one of them is on a degenerate one.
struct WeightedRows {
  Matrix x;        // n x k
  Vector y;        // n
  Vector weights;  // n, positive
};

// Coefficients b that minimise sum w_i rho(y_i - x_i'b), rho(r) = r (share - [r < 0]), exactly: a basic solution, one that
// passes through k of the points (Koenker and Bassett 1978). Nothing when the rows have rank below k.
//
// A simplex method on the vertices of the objective, in the manner of Barrodale and Roberts (1973) and Koenker and
// d'Orey (1987): the vertex is left along the edge on which the objective falls fastest, and the step goes through
// all the vertices on that line up to its minimum, which is a weighted median. It begins at the k points that lie nearest
// to the quantile of `guess` (residuals of a fit that is not far off, n of them), so few steps are left to do.
//
// Where more than k points lie on one vertex (ties), steps of length zero could go round for ever: then y is moved by
// fixed pseudo-random amounts of up to 1e-10 of its size, which parts the vertices, and the basis that is best there is
// best for y itself. Where several solutions are equally good, any of them. O(n k) a step, some tens of steps.
std::optional<Vector> quantile_coefficients(const WeightedRows& rows, double share, const Vector& guess);

}  // namespace rerate

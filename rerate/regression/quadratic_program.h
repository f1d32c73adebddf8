#pragma once

#include <functional>
#include <string>
#include <vector>

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Strictly convex quadratic programs: min 1/2 x'Gx - a'x, where constraint i is n_i'x = b_i for the first `equalities` of
// them and n_i'x >= b_i for the rest.
//
// Two weights with variances 4 and 1, uncorrelated, that sum to 1 and are at least 0.3 each:
//   QuadraticProgram program{Matrix{{4, 0}, {0, 1}}, Vector{{0, 0}}, Matrix{{1, 1}, {1, 0}, {0, 1}}, Vector{{1, 0.3, 0.3}}, 1};
//   minimise(program).x  // 0.3, 0.7: without the limits 0.2, 0.8
struct QuadraticProgram {
  Matrix quadratic;  // G, n x n, symmetric positive definite: the lower triangle is read
  Vector linear;     // a
  Matrix normals;    // one row n_i for each constraint
  Vector bounds;     // b
  Index equalities = 0;
};

struct QuadraticSolution {
  bool feasible = true;
  Vector x;
  double objective = 0;
  Vector multipliers;         // Gx - a = sum_i u_i n_i; u_i >= 0 for inequalities, 0 where not binding
  std::vector<Index> active;  // constraints that hold x, rising
  int steps = 0;

  // Infeasible: the constraint that could not be met, and those that stand against it (rising): these and it cannot
  // hold together, because -n_unmet is a combination of their normals (of inequalities with weights >= 0) whose bound
  // lies beyond its own. x is the best point of those met before.
  Index unmet = -1;
  std::vector<Index> against;
};

// Dual active set method (Goldfarb and Idnani 1983): from the free minimum G^-1 a, the most violated constraint is added
// until none is violated by more than rounding (1e-12 of its terms); the active ones' factors are updated by rotations.
// Deterministic: the first of equally violated ones. O(n^3) to begin with, O(n^2 + m n) a step; steps are mostly as many as
// constraints bind. Constraints may repeat or depend on one another.
//
// Throws UserError: regression_too_few (no variable), regression_not_finite, regression_settings (G not positive
// definite; limits that contradict each other within rounding so that no answer is found).
QuadraticSolution minimise(const QuadraticProgram& program);

// Limits that are too many to be listed, such as all choices of signs: when x keeps all constraints of the program, `find` may
// append one that x violates (a row of normals and its bound) and says so; the method goes on from there instead of beginning
// again. It must come to an end, and leave what is there as it is.
using FindViolated = std::function<bool(const Vector& x, QuadraticProgram& program)>;
QuadraticSolution minimise(QuadraticProgram& program, const FindViolated& find);

// "a, b and c": constraints by the caller's names, the unmet one last, for a message. `names` by constraint.
std::string contradiction(const QuadraticSolution& infeasible, const std::vector<std::string>& names);

}  // namespace rerate

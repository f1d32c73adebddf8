#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Weights of sectors that are chosen by a quadratic program within limits:
//
//     min 1/2 (w - b)'V(w - b) - d'w     sum w = 1,   least <= w <= most,
//                                        sum |w - h| / 2 <= turnover,   sqrt((w - b)'V(w - b)) <= tracking error
//
// d = Vb makes that the minimum of 1/2 w'Vw. V and b are of all sectors that a benchmark has, w of those that may be held.
struct WeightProgram {
  Matrix covariance;        // V, e x e, positive definite
  Vector benchmark;         // b, e
  std::vector<Index> open;  // n positions in them, rising: what may be held
  Vector direction;         // d, n

  std::vector<std::string> names;  // of the open ones, for messages
  Vector least, most;              // n
  std::optional<double> turnover, tracking_error;
  Vector held;            // h, n: weights as they have drifted
  double must_sell = 0;   // sum of |h| of what is not open
  bool may_relax = true;  // whether a turnover limit that cannot be met is widened to the least that can

  std::string when;  // "2001-03", for messages
  Place place = {};
};

// n weights. Those at a bound are exactly at it, those that are not traded exactly what is held.
//
// Turnover: |w - h| is the largest of +-(w - h) over all choices of signs; the choice that is violated most becomes one more linear
// constraint until none is. Tracking error: with d scaled by t the error grows in t, from what the other limits need at 0
// to that of the free optimum at 1; t is searched so that the error is its limit, within 1e-11 and never above (but for rounding).
//
// Throws UserError rotation_limits at `place` with `when` and the limits that contradict each other, and what
// regression/quadratic_program.h throws.
Vector optimised_weights(const WeightProgram& program);

}  // namespace rerate

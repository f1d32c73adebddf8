#pragma once

#include "rerate/regression/standardised_sample.h"

namespace rerate {

// Elastic net (Zou and Hastie 2005) on standardised drivers and y, the intercept not penalised:
//   min  1/(2n) sum_i (u_i - z_i'b)^2 + penalty (share sum_j |b_j| + (1 - share)/2 sum_j b_j^2),
// u = (y - mean) / sd, z_j = (x_j - mean) / sd (divisors n). Share 0 is ridge() with the same penalty, share 1 the lasso,
// which leaves no driver from penalty = the largest correlation with y on. (scikit-learn's alpha and l1_ratio on columns and y
// standardised beforehand; glmnet's lambda and alpha.)
struct NetPenalty {
  double penalty = 0.1;  // 1e-10..1e10
  double share = 0.5;    // 0..1
};

// Coefficients between standardised figures, from correlations alone; `start` is where to begin (a neighbouring penalty's
// solution). By the search over signs of Lee, Battle, Raina and Ng (2007): with the signs given the equations are linear, and
// every change of signs lowers the objective; no tolerance decides when to stop. Drivers that are exactly collinear get the
// weights of least squares.
Vector net_solution(const StandardisedSample& sample, const NetPenalty& penalty, Vector start);

// In the units of the data; drivers that are left out have coefficient 0 exactly. O(n k^2), and O(k^3) a change of
// signs, of which there are mostly as many as drivers that stay.
// Throws as ridge does; regression_settings for a share outside 0..1.
PenalisedFit elastic_net(const Vector& y, const Design& drivers, const NetPenalty& penalty);

void check_net_penalty(const NetPenalty& penalty);

}  // namespace rerate

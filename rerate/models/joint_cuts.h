#pragma once

#include <string>
#include <vector>

#include "rerate/models/fair_value_equations.h"

namespace rerate {

// Ways to a level: growth and a multiple together, L = M S (1 + g).
struct JointCuts {
  double growth = 0, multiple = 0;  // the likeliest pair: percent, ratio
  std::vector<double> growths, multiples;
  std::vector<std::string> words;
};

// Starting from the equations at a scenario's drivers (`log_multiple`, `log_growth`; growth 0 when there is no growth equation),
// the log distance to the level is split so that the pair is the likeliest under the equations' errors: with S their covariance
// matrix and w = (1, 1)', in proportion to S w. Without errors (given equations without standard deviations)
// it is halved. The curve runs over growth from what it takes at today's multiple to what the equation says (0 without one),
// which leaves all to the multiple, by round percentages between.
JointCuts joint_cuts(const FairValueEquations& equations, double log_multiple, double log_growth,
                     double level);

}  // namespace rerate

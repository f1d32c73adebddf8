#pragma once

#include <span>
#include <vector>

#include "rerate/regression/elastic_net.h"

namespace rerate {

struct NetChoiceSettings {
  double share = 0.5;       // as in NetPenalty
  int folds = 5;            // of time_ordered_folds
  std::size_t embargo = 0;  // periods
  std::vector<double>
      penalties;  // falling; empty: 40 from the largest that leaves a driver down to a thousandth of it
};

// The penalties of an empty list, falling.
std::vector<double> usual_penalties(const StandardisedSample& sample, double share);

struct NetChoice {
  PenalisedFit fit;                            // on all rows, with the penalty chosen
  std::size_t best = 0;                        // of least mean square error, the larger penalty of equals
  std::vector<double> penalties, mean_square;  // of forecasts over all folds
};

// An elastic net whose penalty is chosen by forecasts in order of time. Rows of one period (the sectors of a month) stay
// together: first_row[p] is the first row of period p, rising from 0; empty when every row is a period of its own.
//
// Each fold is fitted on rows of its own past alone, standardised there. O(folds n k^2 + folds penalties k^3).
// Throws as elastic_net and time_ordered_folds do.
NetChoice elastic_net_choice(const Vector& y, const Design& drivers, std::span<const Index> first_row,
                             const NetChoiceSettings& settings);

}  // namespace rerate

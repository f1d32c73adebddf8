#pragma once

#include <vector>

#include "rerate/rotation/scores.h"

namespace rerate {

// Weights of signals from what followed them, learned walk-forward.
//
// A decision of month d has its outcome at the end of month d + trade_lag + horizon; weights of month m read it from d + trade_lag +
// horizon + embargo on. The first fit is made in the first month in which every signal has `first_window` months of such outcomes
// (elastic_net: and enough for its folds), the next ones every `refit_every` months; each stands until the next. Weights are scaled
// so that sums of |w| are 1.
//
//   inverse_variance  1 / variance (n - 1) of a signal's monthly rank correlations with what followed: signals that are
//                     right as steadily as each other get the same weight, whatever their mean. A variance below 1e-4 counts as that.
//   ridge             coefficients of the earned returns relative to the members' mean (earned_returns.h), pooled over months and
//                     sectors, on the standings. A signal without a standing for a sector is 0 there, the mean of standings.
//   elastic_net       the same; its penalty is chosen on time-ordered folds between which outcomes that overlap are left out.
//
// Coefficients may be below 0: what has been followed by worse returns counts against. Where all are 0 (a net that leaves no signal),
// weights are equal.
//
// Writes rows of `weight` (M x S) from the first refit on; returns the months of refits. O(M / refit_every M N S^2), net times folds
// and penalties for the last factor only. Throws UserError rotation_weights (first_window below 12, refit_every or horizon below 1,
// embargo below 0 or any above 1200, folds outside 1..100), regression_settings (penalty, share).
std::vector<Index> learn_weights(const SectorPanel& panel, const std::vector<Matrix>& standings,
                                 const ScoreSettings& settings, Matrix& weight);

}  // namespace rerate

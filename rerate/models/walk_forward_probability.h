#pragma once

#include <span>
#include <string>
#include <vector>

#include "rerate/base/date.h"
#include "rerate/regression/binary_choice.h"

namespace rerate {

// Probabilities of a yes-or-no outcome as somebody could have given them at the time (pseudo out of sample).
//
// At the decision of row t the model is fitted on the rows whose outcome was known by then, and says P(outcome = 1) for the
// regressors of row t. A row's regressors are known at `decided_at` (checked: rising), its outcome at `outcome_known_at`,
// later: a recession month when the NBER has announced it, a return when its months are over.
struct WalkForwardRows {
  Matrix x;                            // n x k with the constant
  std::vector<std::string> names;      // k
  std::vector<double> outcome;         // 0, 1; NaN: not known yet
  std::vector<Date> decided_at;        // rising (equal is fine)
  std::vector<Date> outcome_known_at;  // when the outcome became known; read only where it is not NaN
};
struct WalkForwardSettings {
  Link link = Link::logit;
  Index first_window = 120;  // rows with a known outcome before the first fit
  int refit_every = 12;      // rows between fits
};
struct WalkForwardProbabilities {
  // One a row: P(outcome = 1) and the share of ones among the outcomes known at the decision (the base rate to beat); NaN
  // before the first fit, and while the past cannot be fitted (one outcome only, a regressor that did not vary or said what
  // another says, or perfect separation), until the next fit is due.
  std::vector<double> probability, base_rate;
  std::vector<Index> fitted_on;        // rows in the fit; 0 where there is none
  std::vector<std::size_t> fitted_at;  // rows at whose decision a fit was made
  std::vector<Vector> coefficients;    // of each of these fits
  int fits = 0, unfittable = 0;        // made; asked for in vain
};
// Throws regression_settings for lengths that differ, outcomes other than 0 and 1, decided_at that falls, an outcome known
// before its decision, a first window below 2 k, a refit in less than one row; regression_not_finite for a missing or
// infinite regressor; and as binary_choice does for what it finds other than a past that cannot be fitted.
// O(n log n + (n / refit_every) n k^2 iterations): 700 rows, refitted every 12, in 2 ms.
WalkForwardProbabilities walk_forward_probabilities(const WalkForwardRows& rows,
                                                    const WalkForwardSettings& settings);

}  // namespace rerate

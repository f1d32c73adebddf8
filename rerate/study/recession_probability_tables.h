#pragma once

#include <vector>

#include "rerate/models/recession_probability.h"
#include "rerate/study/results.h"

namespace rerate {

// alpha, beta, n of the published sample; alpha_refit, beta_refit, n_refit of what was settled; probability with its band,
// those of the other models; brier and auc walk-forward, brier_in_sample and auc_in_sample of the refit.
std::vector<Number> recession_numbers(const RecessionProbability& found);

// `models`, `scores` and `reliability`.
std::vector<Table> recession_tables(const RecessionProbability& found);

// The regressions in full.
std::vector<Detail> recession_details(const RecessionProbability& found, double level);

}  // namespace rerate

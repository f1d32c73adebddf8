#pragma once

#include <string>

#include "rerate/models/walk_forward_parts.h"
#include "rerate/study/figures.h"
#include "rerate/study/recession_probability_request.h"
#include "rerate/study/results.h"
#include "rerate/study/section_context.h"

namespace rerate {

// The probability of recession by the curve. Numbers: alpha, beta, n (published sample), alpha_refit, beta_refit, n_refit (what
// was settled at the as-of date), probability with probability_low and probability_high, auc and brier (walk-forward)
// and more. Tables: models, scores, reliability. Charts: probability, calibration. Light: "Recession risk".
Section recession_probability_section(const std::string& id, const std::string& title,
                                      const RecessionProbabilityRequest& request,
                                      const SectionContext& context);

// Its numbers alone; walks `shared` with other definitions.
Figures recession_probability_figures(const RecessionProbabilityRequest& request,
                                      const SectionContext& context, SharedWalks& shared);

}  // namespace rerate

#pragma once

#include <string>

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

}  // namespace rerate

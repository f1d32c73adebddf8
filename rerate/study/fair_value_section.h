#pragma once

#include <string>

#include "rerate/models/fair_value_parts.h"
#include "rerate/study/fair_value_request.h"
#include "rerate/study/figures.h"
#include "rerate/study/results.h"
#include "rerate/study/section_context.h"

namespace rerate {

// Runs a fair value and tells it: numbers (fair_value_numbers.h), tables, charts, a headline made from the
// numbers, and the tests behind it, folded.
Section fair_value_section(const std::string& id, const std::string& title, const FairValueRequest& request,
                           const SectionContext& context);

// Its numbers alone, without those that take draws: fair_low, fair_high, draws, block_length, residual_correlation. `shared` with other
// definitions.
Figures fair_value_figures(const std::string& id, const FairValueRequest& request,
                           const SectionContext& context, FairValueParts& shared);

}  // namespace rerate

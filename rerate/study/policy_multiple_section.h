#pragma once

#include <string>

#include "rerate/study/policy_multiple_request.h"
#include "rerate/study/results.h"
#include "rerate/study/section_context.h"

namespace rerate {

// The multiple against policy. Numbers: multiple, funds_rate, quantile_P (the conditional quantile of the P-th percentile at
// today's policy), share_in_band, high_water, high_water_rate. Tables: bands, coefficients, reratings. Charts: multiple,
// high_water. Licensed multiples are drawn as percentiles of their history.
Section policy_multiple_section(const std::string& id, const std::string& title,
                                const PolicyMultipleRequest& request, const SectionContext& context);

}  // namespace rerate

#pragma once

#include <string>

#include "rerate/study/fair_value_request.h"
#include "rerate/study/results.h"
#include "rerate/study/section_context.h"

namespace rerate {

// Runs a fair value and tells it: numbers (fair_value_numbers.h), tables, charts, a headline made from the
// numbers, and the tests behind it, folded.
Section fair_value_section(const std::string& id, const std::string& title, const FairValueRequest& request,
                           const SectionContext& context);

}  // namespace rerate

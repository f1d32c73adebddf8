#pragma once

#include <vector>

#include "rerate/study/results.h"
#include "rerate/study/scorecard_findings.h"

namespace rerate {

// `contributions` and `composite`; with a probability `probability` and `reliability`.
std::vector<Chart> scorecard_charts(const ScorecardFindings& found, const std::vector<Spell>& recessions);

}  // namespace rerate

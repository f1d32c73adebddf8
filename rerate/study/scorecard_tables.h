#pragma once

#include <vector>

#include "rerate/study/results.h"
#include "rerate/study/scorecard_findings.h"

namespace rerate {

// `indicators` (as declared); with a date to compare with `then_and_now`; with a probability `coefficients` and `reliability`.
std::vector<Table> scorecard_tables(const ScorecardFindings& found);

// "▲ better", "▶ flat", "▼ worse" by a change of z; "" for a missing one. Flat is within 0.25.
std::string direction_in_words(double change);

}  // namespace rerate

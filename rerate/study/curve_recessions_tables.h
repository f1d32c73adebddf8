#pragma once

#include <vector>

#include "rerate/study/curve_recessions_findings.h"
#include "rerate/study/results.h"

namespace rerate {

// The numbers of one [[curve_recessions]], and its tables `leads`, `survival` (where there is one), `steepening`, `path`.
std::vector<Number> curve_recessions_numbers(const CurveRecessionsFindings& found);
std::vector<Table> curve_recessions_tables(const CurveRecessionsFindings& found);

}  // namespace rerate

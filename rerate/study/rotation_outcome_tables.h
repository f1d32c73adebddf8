#pragma once

#include <vector>

#include "rerate/study/results.h"
#include "rerate/study/rotation_findings.h"

namespace rerate {

// What following a rotation would have earned, and how much of that luck explains: performance (one statistic a row, the portfolio
// with its intervals beside the benchmarks), benchmarks (one a row), groups, luck (one test a row, told in words), variants.
std::vector<Table> rotation_outcome_tables(const RotationFindings& found);

}  // namespace rerate

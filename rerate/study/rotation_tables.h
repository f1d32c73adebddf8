#pragma once

#include <vector>

#include "rerate/study/results.h"
#include "rerate/study/rotation_findings.h"

namespace rerate {

// ranking (sector, score, rank, one column per signal, ...), weights (one row a month, one column a sector), returns (date, gross,
// net, benchmark), benchmarks, groups, sensitivities by scenario, costs, signals, luck, variants.
std::vector<Table> rotation_tables(const RotationFindings& found);

}  // namespace rerate

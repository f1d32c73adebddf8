#pragma once

#include <vector>

#include "rerate/study/results.h"
#include "rerate/study/rotation_findings.h"

namespace rerate {

// Ranking with contributions, wealth (log) with recessions, drawdown, weights through time, rolling information ratio,
// cost sensitivity, Sharpe ratios of all variants with the study's own.
std::vector<Chart> rotation_charts(const RotationFindings& found, const std::vector<Spell>& recessions);

}  // namespace rerate

#pragma once

#include <vector>

#include "rerate/study/results.h"
#include "rerate/study/rotation_findings.h"

namespace rerate {

// What the scenarios of a linked fair value mean for the sectors (sensitivities: per scenario a figure, its 90% interval and a rank)
// and what they suppose of the drivers (scenario_drivers: unit, figure now, change per scenario). None without sensitivities.
std::vector<Table> rotation_scenario_tables(const RotationFindings& found);

}  // namespace rerate

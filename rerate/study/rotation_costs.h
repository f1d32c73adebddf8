#pragma once

#include "rerate/study/rotation_findings.h"

namespace rerate {

// What the same portfolio would have earned at other costs: 0, half, once, twice and five times the study's (0, 5, 10, 20 and
// 50 bp where it has none), over the months compared and against the headline's benchmark, rising. A case in which a trade
// costs all there is, or that goes bankrupt, has NaN figures.
std::vector<CostCase> cost_cases(const RotationFindings& found);

// One-way costs in basis points at which the mean monthly lead over the headline's benchmark is 0: mean gross lead over twice
// the mean turnover (first order: costs do not change what is held). NaN when nothing is traded or there is no lead.
double break_even_bp(const RotationFindings& found);

// Capital of which 95% of all trades of a sector stay below 5% of what is traded of it a day. NaN without volumes. The
// first purchase does not count: it can be spread over days. O(M N).
double capacity(const RotationFindings& found);

}  // namespace rerate

#pragma once

#include "rerate/study/multiverse_lead.h"

namespace rerate {

// Chart `specification-curve` of the lead number. The options of a scale of more than kMostOptionsWithLine share kLeastBands to
// kMostBands lines, so that all choices together have about kLinesTogether; of as many options on no scale only those that a drawn
// definition takes have a line.
inline constexpr std::size_t kMostOptionsWithLine = 16, kLeastBands = 4, kMostBands = 8, kLinesTogether = 28;
Chart specification_chart(const DefinitionRuns& runs, const MultiverseLead& lead);

// Chart `choice-shares`: bars, the largest first. At most kMostShares. Of a lead number without shares it has no bars.
inline constexpr std::size_t kMostShares = 20;
Chart shares_chart(const DefinitionRuns& runs, const MultiverseLead& lead);

}  // namespace rerate

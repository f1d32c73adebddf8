#pragma once

#include "rerate/study/multiverse_lead.h"

namespace rerate {

// Chart `specification-curve` of the lead number. Of a choice with more than kMostOptionsWithLine options only those that a drawn
// definition takes have a line.
inline constexpr std::size_t kMostOptionsWithLine = 60;
Chart specification_chart(const DefinitionRuns& runs, const MultiverseLead& lead);

// Chart `choice-shares`: bars, the largest first. At most kMostShares. Of a lead number without shares it has no bars.
inline constexpr std::size_t kMostShares = 20;
Chart shares_chart(const DefinitionRuns& runs, const MultiverseLead& lead);

}  // namespace rerate

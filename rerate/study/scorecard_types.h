#pragma once

#include "rerate/study/model_types.h"
#include "rerate/study/scorecard_request.h"

namespace rerate {

// What a scorecard asks of the types of its series alone (model_types.h). Throws UserError at the place of the formula:
//   event_frequency  an indicator or a price that is not monthly, with the formula that makes it so
//   event_kinds      asset or benchmark is no index or level, or a price index against a total-return index
//   event_horizon    a horizon that is no whole number of months
void check_types(const ScorecardRequest& request, const TypeOfUse& typed);

}  // namespace rerate

#pragma once

#include "rerate/study/model_types.h"
#include "rerate/study/rotation_request.h"

namespace rerate {

// What a rotation asks of the types of its series alone (model_types.h). Throws UserError at the place of the formula:
//   rotation_frequency  sectors that are not daily or monthly, or not all alike; a market or cash that is neither monthly nor
//                       like the sectors; figures, drivers or states that are not monthly, with the formula that mends it
//   rotation_kinds      sectors that are no prices, some with dividends and some without; a market that differs in that; cash that
//                       is no rate, return or index
//   study_file          a state that is no indicator
// Series of linked sections are checked there.
void check_types(const RotationRequest& request, const TypeOfUse& typed);

}  // namespace rerate

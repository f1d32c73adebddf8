#pragma once

#include "rerate/study/model_types.h"
#include "rerate/study/regimes_request.h"

namespace rerate {

// What [[regimes]] asks of the types of its series alone. Throws UserError at the formula's place: event_frequency for anything
// that is not monthly, event_kinds for prices that give no return or do not compare.
void check_types(const RegimesRequest& request, const TypeOfUse& typed);

}  // namespace rerate

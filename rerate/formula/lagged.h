#pragma once

#include "rerate/formula/value.h"

namespace rerate {

// Functions of a figure and an earlier one of the same series. The result begins at the first period whose
// earlier figure exists; known_at is the later of the two (for lag: of the earlier one and of the day on which
// the row that it moves to exists). O(T).
Value evaluate_lag(EvaluatedCall& call);
Value evaluate_diff(EvaluatedCall& call);  // x(t) - x(t - lag)
Value evaluate_pct(EvaluatedCall& call);   // 100 (x(t) / x(t - lag) - 1); refuses x < 0 and a base of 0
Value evaluate_yoy(EvaluatedCall& call);   // the same over 12 months
Value evaluate_ret(EvaluatedCall& call);   // the same over a horizon

}  // namespace rerate

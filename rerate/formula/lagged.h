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
Value evaluate_ret(EvaluatedCall& call);

// 100 ((P_t + D_t) / P_(t-1) - 1) of a price and the dividend paid within each period, at the periods that both have; t-1
// is the price's period before. known_at is the latest of the three figures. O(T).
Value evaluate_total_return(EvaluatedCall& call);  // the same over a horizon

}  // namespace rerate

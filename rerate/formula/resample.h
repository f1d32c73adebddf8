#pragma once

#include "rerate/formula/value.h"

namespace rerate {

// One figure a period of a coarser (or the same) frequency: the last, first, mean or sum of what falls into
// it. Weeks end on Friday and carry the Friday's day. A last period is kept only when it is over: a later
// figure exists, or one about the period's last weekday (its last day, once a daily series has shown figures on
// weekends; the last seven days, of a weekly one). A first period is likewise dropped when the series begins
// inside it (`last` does not mind). Missing figures of a regular series make its mean or sum missing; of a
// daily or weekly one they are days without a figure. known_at is the latest of the figures read and of the one
// that shows that the period is over. O(T).
Value evaluate_resample(EvaluatedCall& call);

}  // namespace rerate

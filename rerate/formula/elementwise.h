#pragma once

#include "rerate/formula/value.h"

namespace rerate {

// Operations that read one period at a time. Series meet on the periods that all have; numbers stand for
// every period. A missing figure makes the result of its period missing; a period on which the operation is
// not defined (division by zero, log of nothing) or overflows refuses the formula. known_at is the latest of
// the figures read: of the condition and the chosen branch for `when`. O(periods x arguments).
Value evaluate_binary(const EvaluatedCall& call, Operation operation);
Value evaluate_negate(const EvaluatedCall& call);
Value evaluate_not(const EvaluatedCall& call);

Value evaluate_log(EvaluatedCall& call);
Value evaluate_exp(EvaluatedCall& call);
Value evaluate_abs(EvaluatedCall& call);
Value evaluate_min(EvaluatedCall& call);
Value evaluate_max(EvaluatedCall& call);
Value evaluate_mean(EvaluatedCall& call);
Value evaluate_sum(EvaluatedCall& call);
Value evaluate_clip(EvaluatedCall& call);
Value evaluate_when(EvaluatedCall& call);
Value evaluate_bey(EvaluatedCall& call);

}  // namespace rerate

#pragma once

#include "rerate/formula/value.h"

namespace rerate {

// Percent returns into an index: the first figure is 100 (1 + r / 100), no base period is put before it.
// Missing returns at either end give missing values (nothing before the first return); one in between, or a
// return below -100, refuses the formula. known_at is the latest so far. O(T).
Value evaluate_index(EvaluatedCall& call);

// Missing figures take the last figure before them, with its known_at; with `most`, only when that figure is
// not older than it. Nothing stands before the first figure of all. O(T).
Value evaluate_fill(EvaluatedCall& call);

// The figures by the period in which they became known: at each period the figure about the latest reference
// period that was known by its last day. Daily and weekly series keep only days on which a figure became
// known. O(T log T).
Value evaluate_published(EvaluatedCall& call);

}  // namespace rerate

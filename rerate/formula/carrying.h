#pragma once

#include "rerate/formula/value.h"

namespace rerate {

// Percent returns into an index: the first figure is 100 (1 + r / 100), no base period is put before it.
// Nothing stands before the first return. A missing return after it, or one below -100, refuses the formula.
// known_at is the latest so far. O(T).
Value evaluate_index(EvaluatedCall& call);

// Missing figures take the last figure before them; with `most`, only when that figure is not older than it.
// Nothing stands before the first figure of all. A missing period exists only once a later figure is known,
// and so a carried figure's known_at is that of the next one. O(T).
Value evaluate_fill(EvaluatedCall& call);

// x where it has a figure, else y, at every period of either. Each figure keeps its own known_at: one of x that is
// published after that of y works like a revision of it. Regular series are dense: periods between the two that
// neither has are missing. O(T).
Value evaluate_splice(EvaluatedCall& call);

// The figures by the period in which they became known: at each period the figure about the latest reference
// period that was known by its last day. known_at is the first day, the period's last one or later, on which a
// figure became known: until then the period may not be over, and it is left out. Daily and weekly series keep
// only days on which a figure became known. O(T log T).
Value evaluate_published(EvaluatedCall& call);

// At each period of `onto` the figure of x about the latest reference period that was known by its last weekday, as it
// stands until the next is published. Begins with the first period that has one. A row is known when the period is
// certainly over, that is when a figure of either series became known on that day or later; without such a
// figure it is left out. O(T log T).
Value evaluate_carry(EvaluatedCall& call);

}  // namespace rerate

#pragma once

#include <vector>

#include "rerate/series/series.h"

namespace rerate {

// When each row of a series comes into being. Read as of an earlier day a series ends with its last figure
// known by then, so a period without a figure (a missing one, of a regular series) has a row only once the
// figure of a later period is known:
//
//   exists(t) = min over figures s >= t of known_at(s)
//
// A day with a figure, of a daily or weekly series, exists with that figure alone. Functions that write at t a
// figure read elsewhere (lag, fill, when, resample) are known no earlier than the row t exists. A missing row
// with no figure after it never exists: kEndOfTime. O(T).
std::vector<Date> existence_of_rows(const Series& series);

// Takes off the missing figures at the end, which no reading of a series has.
void trim_missing_end(Series& series);

}  // namespace rerate

#pragma once

#include <vector>

#include "rerate/study/credit_words.h"
#include "rerate/study/section_context.h"

namespace rerate {

// spread: the spread with its crests, recessions, today's level and the ribbon of states; whole percentiles of its history where
// it may not be republished. ebp, where one is given. sectors: z less index z, now and three months earlier. distress: the
// share through time, where weights have a history.
std::vector<Chart> credit_charts(const CreditReading& reading, const CreditNames& names,
                                 const SeriesInput& spread, const SeriesInput* ebp,
                                 const std::vector<Spell>& recessions);

}  // namespace rerate

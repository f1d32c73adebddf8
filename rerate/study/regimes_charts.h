#pragma once

#include <vector>

#include "rerate/study/regimes_words.h"

namespace rerate {

// ribbon (which state ruled when, by every view, from the day it was known), score with the levels that change its state, hmm (the
// probability of the highest state as it could be told, and with hindsight), returns (means after each regime with their
// intervals). Scores and probabilities of series that may not be republished are drawn in steps of 0.05.
std::vector<Chart> regimes_charts(const Regimes& found, const RegimesRequest& request,
                                  const RegimesNames& names, const std::vector<Spell>& recessions);

}  // namespace rerate

#pragma once

#include "rerate/study/results.h"

namespace rerate {

// Made-up results of the shape a real run has, for tests and for looking at: an event study with 13 episodes
// over 670 months and seven recessions (one event pending, one excluded), and curve inversions with their
// leads.
Results sample_results();

// The same with every text hostile: markup, script ends, quotes, line separators, terminal escapes, broken
// UTF-8.
Results hostile_results();

}  // namespace rerate

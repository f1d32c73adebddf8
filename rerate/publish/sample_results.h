#pragma once

#include "rerate/study/results.h"

namespace rerate {

// Made-up results of the shape a real run has, for tests and for looking at: an event study with 13 episodes
// over 670 months and seven recessions (one event pending, one excluded), and curve inversions with their
// leads.
Results sample_results();

// The same study's fair value with all that such a section has (five scenarios, waterfalls, a joint curve, folded
// details), the rival, and the multiple against policy.
Results fair_value_results();

// The same study's macro state: six sections whose lamps make a dashboard, with a survival curve, points with error bars,
// ribbons under a line and alone, and a scorecard of sparklines and arrows.
Results macro_results();

// The same study's sector rotation, as such a section is told, from findings by hand: stacked bars, a heat map, a histogram,
// and tables kept to results.json.
Results rotation_results();

// The sample study with a lattice of 216 definitions behind its event study: numbers that vary, a specification curve, shares
// of the choices, claims of every verdict, and the section of all claims.
Results multiverse_results();

// Results with every text hostile: markup, script ends, quotes, line separators, terminal escapes, broken UTF-8.
Results made_hostile(Results results);
Results hostile_results();  // sample_results so made

}  // namespace rerate

#pragma once

#include "rerate/study/rotation_findings.h"

namespace rerate {

// How a rotation did by stretches of time, against the headline's benchmark over the months compared:
//   decades
//   NBER recessions, when the study names them: as they were dated afterwards, so nobody could act on them
//   the regimes of a linked section (its score with hysteresis), and states of the study's own: each month by what was known
//   at its beginning, when the decision that it earns was made
// Months before the first state, or without a figure that is new enough, are in no group. A year's figures of a few months say
// little and would show single ones: groups of fewer than kFewestGroupMonths are left out, and groupings without any group.
// Fills groups; warnings tell the months left out. Throws what regime_panel throws, at the linked section's features.
inline constexpr Index kFewestGroupMonths = 12;
void add_groups(RotationFindings& found, const SectionContext& context);

}  // namespace rerate

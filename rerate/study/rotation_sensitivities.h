#pragma once

#include "rerate/study/rotation_findings.h"

namespace rerate {

// What the scenarios of a linked fair value would mean for each sector: the betas of the macro signal (its first, when there are
// several) times the change of each driver that both sections call the same, from its figure at the fair value's newest price to
// the scenario's end point. A driver counts as the fair value has it: set, shifted, at today's where the rest stays, in a recession
// changed as on average over contractions. Where the scenario says nothing, or the two have the driver in different units, its
// change is missing and it is left out of the sum.
//
// Fills sensitivities (scenarios that say something), macro_drivers and betas_of. Betas are the newest of the last
// year; without any, a warning says so.
void add_sensitivities(RotationFindings& found, const SectionContext& context);

}  // namespace rerate

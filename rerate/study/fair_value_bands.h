#pragma once

#include "rerate/models/fair_value.h"

namespace rerate {

// Bands of scenarios as a reader takes them: one whose ends are the same is none (growth given and drivers at today's, say),
// and a scenario that gives growth in place of an estimated equation says that its error is left out.
void tidy_bands(const FairValueQuestion& question, FairValue& found);

}  // namespace rerate

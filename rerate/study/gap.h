#pragma once

#include "rerate/base/duration.h"
#include "rerate/base/error.h"

namespace rerate {

// A gap between episodes, given as a length of time, in observations of the signal: exact for regular
// frequencies; 21 trading days a month and 5 a week for daily ones, 52 weeks a year for weekly ones.
// Throws UserError study_file at `place` when it is no whole number of observations.
int gap_in_observations(Duration gap, Frequency frequency, const Place& place);

}  // namespace rerate

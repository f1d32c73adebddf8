#pragma once

#include <vector>

#include "rerate/study/curve_recessions_findings.h"
#include "rerate/study/results.h"

namespace rerate {

// Which inversions and peaks the section's counts are of: false_positives and pending by the first day of the inversion,
// led_peaks, missed, without_own_inversion, no_steepening and lower_after by the month of the peak.
std::vector<NamedSet> curve_recessions_sets(const CurveRecessionsFindings& found);

}  // namespace rerate

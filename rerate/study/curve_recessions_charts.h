#pragma once

#include <vector>

#include "rerate/study/curve_recessions_findings.h"
#include "rerate/study/results.h"
#include "rerate/study/section_context.h"

namespace rerate {

// The curve with inversions and recessions shaded, the leads as bars, the survival curve, and the last years of the curve with
// its expected path. A curve that may not be republished is drawn as the percentile of its own history.
std::vector<Chart> curve_recessions_charts(const CurveRecessionsFindings& found,
                                           const std::vector<Spell>& recessions);

// The series as a line of about `most_points` at most: of each stretch its lowest and its highest figure stay, so that an
// inversion of days is not thinned away. The last figure is kept.
ChartLine extremes_line(const Series& series, std::string label, std::size_t most_points = 1500);

}  // namespace rerate

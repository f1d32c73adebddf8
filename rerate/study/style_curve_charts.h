#pragma once

#include <vector>

#include "rerate/models/style_curve.h"
#include "rerate/study/results.h"
#include "rerate/study/section_context.h"
#include "rerate/study/style_curve_request.h"

namespace rerate {

// "correlations": each measure of each pair with its interval, the curve of the same month, zero and the claim as rules. "rolling": the rolling correlation of each
// pair, the first with its band. "series": the curve and the first pair's relative return over a year, in standard deviations from
// their means; in whole percentiles of their own history when one of them may not be republished, and rolling
// correlations then have two decimals, from which no return can be worked out.
std::vector<Chart> style_curve_charts(const StyleCurve& found, const StyleCurveRequest& request, bool open,
                                      const std::vector<Spell>& recessions);

}  // namespace rerate

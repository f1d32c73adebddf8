#pragma once

#include <vector>

#include "rerate/models/recession_probability.h"
#include "rerate/study/recession_probability_request.h"
#include "rerate/study/results.h"
#include "rerate/study/section_context.h"

namespace rerate {

// `probability` through time with its band and the walk-forward one; `calibration`: walk-forward forecasts against the share
// that came. A curve that may not be republished could be read back from its probabilities, so those are
// drawn as percentiles of their history, without a band.
std::vector<Chart> recession_charts(const RecessionProbability& found,
                                    const RecessionProbabilityRequest& request, const SeriesInput& curve,
                                    const std::vector<Spell>& recessions);

}  // namespace rerate

#pragma once

#include <string>
#include <vector>

#include "rerate/time_series/nested_regression.h"

namespace rerate {

// Refuses, with regression_collinear, a regression whose columns belong to series: `series[j]` is the name of column j's series,
// empty for deterministic terms. Says which series is an exact combination of which. Does nothing when no column is.
void refuse_collinear_series(const NestedRegression& fit, const std::vector<std::string>& series,
                             const std::string& test);

}  // namespace rerate

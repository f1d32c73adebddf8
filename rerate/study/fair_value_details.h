#pragma once

#include <vector>

#include "rerate/models/fair_value.h"
#include "rerate/study/results.h"

namespace rerate {

// What a reviewer wants to see, folded: the regression tables with every choice, unit roots and cointegration, breaks, error
// correction, contractions. Nothing about equations that are given.
std::vector<Detail> fair_value_details(const FairValue& found);

}  // namespace rerate

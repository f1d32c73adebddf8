#pragma once

#include <string>
#include <vector>

#include "rerate/models/fair_value.h"
#include "rerate/study/fair_value_names.h"
#include "rerate/study/results.h"
#include "rerate/study/section_context.h"

namespace rerate {

// `fair_value`, `multiple` and `drivers` of fair_value_charts.h; none of them without an estimated multiple equation.
void add_history_charts(std::vector<Chart>& charts, const FairValue& found, const FairValueNames& names,
                        const std::vector<Spell>& recessions);

// `stability` of the rate driver (the first when it is ""), `stability_NAME` of the other drivers of the multiple.
void add_stability_charts(std::vector<Chart>& charts, const FairValue& found, const std::string& rate_driver);

}  // namespace rerate

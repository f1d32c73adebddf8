#pragma once

#include <vector>

#include "rerate/models/fair_value.h"
#include "rerate/study/fair_value_names.h"
#include "rerate/study/results.h"

namespace rerate {

// The section's numbers, those that a summary shows first in front: price, fair_level, upside, multiple, priced_in_growth,
// required_growth_record, then the rest (docs/study-file.md lists them). fair_* are those of the base scenario.
std::vector<Number> fair_value_numbers(const FairValue& found, const FairValueNames& names);

// What the record needs of "growth", "multiple" or a driver; NaN when it was not solved for.
double required_for_record(const FairValue& found, const std::string& solves);

}  // namespace rerate

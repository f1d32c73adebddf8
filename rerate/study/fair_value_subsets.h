#pragma once

#include <vector>

#include "rerate/models/fair_value.h"
#include "rerate/study/results.h"

namespace rerate {

// Two tables, where the multiple equation has three drivers or more: `driver_subsets`, the subsets of its drivers that are best by
// BIC, adjusted R2 and R2 out of sample, with the equation's own; and `driver_inclusion`, how likely each driver belongs by the
// BIC of all subsets (models/driver_subsets.h).
std::vector<Table> driver_subset_tables(const FairValue& found);

}  // namespace rerate

#pragma once

#include <vector>

#include "rerate/models/fair_value.h"
#include "rerate/study/fair_value_names.h"
#include "rerate/study/results.h"

namespace rerate {

// `scenarios`, `coefficients`, `required`, `growths`, `attribution`, and where they exist `contractions` and `joint`.
std::vector<Table> fair_value_tables(const FairValue& found, const FairValueNames& names);

// The terms of a regression as rows of the columns equation, term, estimate, std_error, t, p.
Table coefficients_table();
void add_coefficients(Table& table, const std::string& equation, const RegressionTable& regression);

}  // namespace rerate

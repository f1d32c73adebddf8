#pragma once

#include <string>

#include "rerate/models/fair_value_equations.h"

namespace rerate {

// What a driver was over the rows that its equations were estimated on (over the whole panel when they are given).
struct DriverRange {
  double low = 0, high = 0, standard_deviation = 0;  // NaN without figures
  Index first = 0, last = -1;                        // rows of the panel
};
DriverRange driver_range(const FairValueEquations& equations, Index column);

// "above 0.62 to 15.32 of 1985-01 to 2024-12, by 1.2 standard deviations"; "" within the range, or without one.
std::string outside_in_words(const FairValueEquations& equations, Index column, double value);

}  // namespace rerate

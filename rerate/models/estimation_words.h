#pragma once

#include <string>
#include <vector>

#include "rerate/models/fair_value_panel.h"

namespace rerate {

// Words that the sentences of several models share.
std::string periods_in_words(Frequency frequency);     // "months"
std::string one_period_in_words(Frequency frequency);  // "month"
std::string probability_in_words(double p);            // "p = 0.43", "p = 0.043", "p < 0.001"

// The columns of the panel by their names: "rate", "slope".
std::vector<std::string> driver_names(const FairValuePanel& panel, const std::vector<Index>& drivers);

}  // namespace rerate

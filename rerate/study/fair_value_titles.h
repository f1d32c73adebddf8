#pragma once

#include <string>

#include "rerate/models/fair_value.h"
#include "rerate/study/fair_value_names.h"

namespace rerate {

// What readers are told in place of the names that a study file uses.

// The models' sentences call drivers and scenarios `name`: they become titles. Other names lose their marks.
std::string with_titles(const std::string& sentence, const FairValue& found);

// "Growth of earnings", "Price-to-earnings", "10-year yield": what a level is solved for.
std::string title_of_solved(const std::string& solves, const FairValue& found, const FairValueNames& names);

// "Earnings", "Expected growth", "Credit spread", "Price beyond fair value" (in differences "Not explained").
std::string title_of_part(const AttributionPart& part, const FairValue& found, const FairValueNames& names);
// Of the gap between price and fair value: "Multiple from 1.27 to the 1.40 given".
std::string title_of_gap_part(const AttributionPart& part, const FairValue& found,
                              const FairValueNames& names);

// "4.17%", "0.50 pp", "1.20".
std::string figure_with_unit(double value, const std::string& unit);

// " in 2023-08", or "" when the valuation's period is that of the as-of date.
std::string at_valuation(const FairValueNames& names);

}  // namespace rerate

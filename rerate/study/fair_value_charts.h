#pragma once

#include <vector>

#include "rerate/models/fair_value.h"
#include "rerate/study/fair_value_names.h"
#include "rerate/study/results.h"
#include "rerate/study/section_context.h"

namespace rerate {

// Where the scenarios stand and what they rest on:
//   scenarios    a dumbbell a scenario, with the price and the record as rules
//   fair_value   price against fair value through time, with its band
//   multiple     the multiple against what the equation fits, with recessions and breaks
//   drivers      the multiple's drivers, each as the percentile of its own history
//   growths      the equation's, bottom-up and priced-in growth
//   attribution  what moved the price, as a waterfall (the longest stretch); gap: what its gap is made of
//   stability    recursive coefficient of the rate driver with its band; stability_NAME of the others
//   joint        growth and multiple that give a level together
// Those without a history (calibrated) are left out. What may not be republished is drawn in whole percentiles of its
// history: fair_value then shows the gap, multiple both lines within the history of the multiple.
std::vector<Chart> fair_value_charts(const FairValue& found, const FairValueNames& names,
                                     const std::string& rate_driver, const std::vector<Spell>& recessions);

}  // namespace rerate

#pragma once

#include <string>

#include "rerate/models/fair_value.h"
#include "rerate/study/fair_value_names.h"

namespace rerate {

// The sentences a reader takes away, made from the numbers:
//   "On consensus the index is worth 2,300, 11% above 2,066 (90% band 1,900 to 2,750): growth of 1.3% at a price-to-sales
//   of 1.40; the price needs -9.0%. Given, not estimated."
// and where it was estimated, what the multiple rests on.
std::string fair_value_headline(const FairValue& found, const FairValueNames& names);

// "on consensus", "in a recession", "under \"Zero rates\"".
std::string scenario_in_words(const ScenarioResult& scenario);

}  // namespace rerate

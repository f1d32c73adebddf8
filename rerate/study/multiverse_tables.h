#pragma once

#include "rerate/study/multiverse_lead.h"

namespace rerate {

// Table `fragility`: how the section's main numbers are spread over the definitions. The lead number, those that `claimed` names,
// then those that have a side or count things, in the section's order, as far as they vary; at most kMostFragilityRows.
inline constexpr std::size_t kMostFragilityRows = 12;
Table fragility_table(const Section& section, const MultiverseLead& lead,
                      const std::vector<std::string>& claimed);

// Table `choices`: what there was to choose and how much of the lead number's spread hangs on it, the largest share first.
Table choices_table(const Lattice& lattice, const MultiverseLead& lead);

}  // namespace rerate

#pragma once

#include <string>

#include "rerate/study/results.h"

namespace rerate {

// What a claimed figure is called where people read: the title of the section's number with its unit, "mean lead (days)",
// "mean lead over the benchmark (pp)". Counts, sets and numbers with long titles keep the name they are claimed by, "led".
// `claimed` as in the claim, `name` as the section has it.
std::string claimed_figure_in_words(const Section& section, const std::string& claimed,
                                    const std::string& name);

}  // namespace rerate

#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "rerate/study/figures.h"
#include "rerate/study/results.h"

namespace rerate {

// A section's numbers and sets as figures. A number has as its own p-value what the section publishes beside it: `p_mean` of
// `mean`, `alpha_p` of `alpha`, `clark_west_p` of `r2_out_of_sample`. Infinite values count as missing. O(numbers^2).
Figures figures_from(std::string_view kind, const std::vector<Number>& numbers,
                     const std::vector<NamedSet>& sets);

// Of a section that is finished, what figures_of() gives of its question; nothing for kinds whose definitions leave out what takes draws.
std::optional<Figures> figures_of_finished(const Section& section);

// Without the numbers whose names end so: what takes draws.
std::vector<Number> without_endings(std::vector<Number> numbers,
                                    const std::vector<std::string_view>& endings);

}  // namespace rerate

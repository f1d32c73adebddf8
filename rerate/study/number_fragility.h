#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "rerate/multiverse/lattice_values.h"
#include "rerate/study/results.h"

namespace rerate {

inline constexpr std::size_t kMostStripValues = 200;

// How a published number is spread over the definitions of its section's lattice. Nothing when it cannot vary: it is NaN, fewer than
// two definitions give one, or all give the same. A rule with a NaN neutral is that of a number without a side: same_sign is NaN and
// only its significance can flip. Significance is told only where the study's own definition has a p-value.
// O(definitions (log definitions + choices)). Asserts as own_place does.
std::optional<NumberFragility> number_fragility(const Lattice& lattice, const LatticeValues& given,
                                                double headline, const ConclusionRule& rule);

// Up to `most` of the values, evenly by rank with both ends, rising. NaN is left out.
std::vector<double> even_by_rank(std::vector<double> values, std::size_t most);

}  // namespace rerate

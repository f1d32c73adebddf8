#pragma once

#include <cstdint>
#include <vector>

#include "rerate/study/definition_runs.h"

namespace rerate {

// Which definitions of a section's lattice are to be run, ascending, the study's own among them: all, or an even sample where
// `limits` or the section's `multiverse` say how many at most. Without either, more than `usual` are not taken.
// Throws UserError lattice_too_large at `multiverse`, else at the first choice, with the size in words.
std::vector<std::uint64_t> lattice_definitions(const SectionRequest& section, const Lattice& lattice,
                                               const RunLimits& limits, std::uint64_t usual);

}  // namespace rerate

#pragma once

#include "rerate/study/definition_runs.h"
#include "rerate/study/results.h"
#include "rerate/study/study_file.h"

namespace rerate {

// Beyond its own definition: runs the lattice of a finished section that has choices, and adds what that says (add_multiverse), its
// claims judged (add_claims), and what was looked at (add_looks). A section with neither choices nor claims is only counted.
void add_definitions(Section& section, const SectionRequest& request, const SectionContext& context,
                     const RunLimits& limits = {});

}  // namespace rerate

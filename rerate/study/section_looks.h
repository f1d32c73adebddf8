#pragma once

#include "rerate/study/definition_runs.h"
#include "rerate/study/results.h"
#include "rerate/study/study_file.h"

namespace rerate {

// What a section looked at, for the ledger of trials, and what looking more than once costs: its own definition is one row (a
// rotation has told of its own and their variants), a lattice another. Fills the price of looking in Section::multiverse; a section
// that was looked at before under other definitions says so in a fact "Looked at". `runs`: of its lattice; null without choices.
// `ran`: definitions that were run, when `runs` are a sample of them; 0: `runs` are all. Call it after add_multiverse. Sections of kind `claims` look at nothing of their own.
void add_looks(Section& section, const SectionRequest& request, const DefinitionRuns* runs,
               const SectionContext& context, std::uint64_t ran = 0);

}  // namespace rerate

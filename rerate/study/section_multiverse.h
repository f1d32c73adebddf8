#pragma once

#include "rerate/study/definition_runs.h"
#include "rerate/study/results.h"

namespace rerate {

// Adds to a finished section what its lattice of definitions says: fragility beside every number that varies, the specification
// curve and the choices that matter, joint inference, warnings; sets Section::multiverse. Does nothing to a section whose lattice
// has one definition; of one that was stopped it says only that.
void add_multiverse(Section& section, const SectionRequest& request, const DefinitionRuns& runs);

// Judges the section's claims by its definitions (its own alone, where it has no choices): Section::claims, and a fact for each.
// Throws UserError at the figure's place: claim_name, with a list of what the section has; claim_value for a set claimed as a number or a
// number as a set.
void add_claims(Section& section, const SectionRequest& request, const DefinitionRuns& runs);

// The section of kind `claims`: all claims of the others.
Section claims_section(const std::string& id, const std::string& title, const std::vector<Section>& others);

}  // namespace rerate

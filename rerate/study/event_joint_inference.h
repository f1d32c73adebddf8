#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "rerate/study/definition_runs.h"
#include "rerate/study/event_definition_lattices.h"

namespace rerate {

// Joint inference over the definitions of an event study's lattice that have the frequency of the study's own and windows of
// one length: the median effect and Romano and Wolf's stepdown over all circular shifts of their patterns of events together,
// on the dates that all have; and Hansen's test of them as strategies (lattice_strategies.h), with draws of the section's seed.
// Over an even sample of at most 20,000 definitions, and of 2,000 patterns for Hansen's test, less where dates are many; a
// warning says so. `has_number` by definition of `runs`: those without take no part. Empty where the study's own has no such
// window, no date is common, and when stopped.
//
// The own p-value is never below what the definition has alone (runs.numbers, `mean`) and NaN where a fixed day ends its windows.
JointInference event_joint_inference(const EventDefinitionLattices& lattices, const DefinitionRuns& runs,
                                     const SectionRequest& section, const SectionContext& context,
                                     std::span<const std::uint64_t> pattern_of, const std::atomic<bool>* stop,
                                     std::vector<std::string>& warnings);

}  // namespace rerate

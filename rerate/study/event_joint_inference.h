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
// on the dates that all have. The stepdown judges each by its statistic over all of its own dates, so that events which only
// some definitions have windows for count. And Hansen's test as strategies (lattice_strategies.h), with draws of the section's
// seed, of those whose anchor needs no hindsight, or of all where none is so. Definitions that ask the same count once. Over an even sample of at most 100,000 definitions, and for Hansen's test of
// at most two million returns (4,000 patterns on 500 dates); a warning says so.
//
// `pattern_of` by definition of `runs`: 0 where it gives no number; such take no part. Empty where the study's own has no
// window of one length, no date is common to all, and when stopped. The own p-value is never below what the definition has
// alone, over more dates (runs.numbers, `mean`).
JointInference event_joint_inference(const EventDefinitionLattices& lattices, const DefinitionRuns& runs,
                                     const SectionRequest& section, const SectionContext& context,
                                     std::span<const std::uint64_t> pattern_of, const std::atomic<bool>* stop,
                                     std::vector<std::string>& warnings);

}  // namespace rerate

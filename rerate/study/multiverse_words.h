#pragma once

#include <string>
#include <vector>

#include "rerate/study/multiverse_lead.h"

namespace rerate {

// "63 definitions, 57 of them different"; "10,000 definitions, an even sample of 1,200,000".
std::string definitions_in_words(const DefinitionRuns& runs);
// "Stopped after 500,001 of 1,000,000 definitions: ...".
std::string stopped_in_words(const StoppedRun& stopped);

// What a lattice says of the lead number, in one sentence: "Mean: 1.2 to 14.1 pp over 63 definitions, 57 of them different, which find
// 10 to 24 episodes; until 50 instead of 51 turns the sign; most of the spread hangs on until (61%)."
std::string multiverse_sentence(const Section& section, const DefinitionRuns& runs,
                                const MultiverseLead& lead);

// Joint inference over the definitions, one fact a test; none where nothing was tested.
std::vector<Fact> joint_facts(const DefinitionRuns& runs, const MultiverseLead& lead);
// What the correction for the choice leaves: of the study's own, of the strongest, and how many stay at or below alpha. `times`:
// what other looks at the section multiply the p-values by, 1 without any; `looks` is told then. Asserts that there is such a test.
Fact correction_fact(const DefinitionRuns& runs, double alpha, double times, std::int64_t looks);

// "48, 47.5 and 47"; where there are many "46, 46.5, 47 .. 50 (41 options)". The study's own stands first.
std::string options_in_words(const LatticeChoice& choice);

// The lead number's mean by option: "48: 11.2; 47: 9.8"; where there are many, the options of the lowest and of the highest.
std::string means_in_words(const LatticeChoice& choice, const std::vector<double>& means,
                           std::string_view unit);

}  // namespace rerate

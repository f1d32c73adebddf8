#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rerate/base/date.h"
#include "rerate/base/remembered_lattice.h"
#include "rerate/rotation/past_trial.h"
#include "rerate/study/results.h"
#include "rerate/study/study_file.h"

namespace rerate {

// Who looks at many definitions and shows one has to say so: the smallest of a hundred p-values is below 0.05 nearly always.

// What a run as of a day counts as looked at before, by section id: definitions that were run with what was known by that
// day, of the same hash once, a lattice with the most that were ever different in it. What was looked at with later figures is left out, as those figures are: or else a result as of a day would depend on
// them. A definition that is run as of an earlier day again is in the ledger with that day as well.
std::map<std::string, std::vector<PastTrial>> looked_at_by(
    Date as_of, const std::map<std::string, std::vector<PastTrial>>& past);

// Leaves out the lattices that a run looks at itself, `most` definitions of each at most, which the ledger may have from the same run before: a
// rotation's luck is judged before its lattice is run, and must be the same when all is run again. One of which more definitions were
// looked at than the run will is left.
void leave_out_own_lattices(std::map<std::string, std::vector<PastTrial>>& looked_at,
                            const std::vector<SectionRequest>& sections, std::optional<std::uint64_t> most);

// The most that can be different of what was run, where `definitions` were: those that they were not counted among may all be. Null:
// all were counted.
std::int64_t at_most_different(std::int64_t definitions, const RememberedLattice* lattice);

// Definitions of one section that were ever looked at, here (`now`) and before (`past`), of the same hash once. A lattice counts
// the different ones that were run of it but the study's own, which has a row of its own; one of the same hash here and before counts
// with the larger number; where the different ones were counted in a sample of what was run, all others of that count as different. Of
// lattices around the same own definition whose choices are remembered, those with most different ones
// come first, and of another no more than its combinations that are not among theirs; one that lies within another counts nothing. All
// others count in full. So this is no less than the number of different definitions.
std::int64_t looks(std::span<const PastTrial> past, std::span<const TriedDefinition> now);

// The p-value that is left after so many looks, of one that is corrected for `of` of them already (1: none but its own; the
// different definitions of a lattice: Romano and Wolf's over that): min(1, p looks / of), Bonferroni with every look of the same
// weight (Genovese, Roeder and Wasserman 2006). Who narrows a lattice after having looked at a wider one gains nothing. NaN stays NaN.
double corrected_for(std::int64_t looks, double p, std::int64_t of = 1);

// A section's lattice for the ledger, of which `run` definitions were run, and `counted` of them when the different ones were
// counted. `section` has choices.
RememberedLattice remembered_lattice(const SectionRequest& section, std::uint64_t run, std::uint64_t counted);

// What the ledger knows a lattice by: 32 hexadecimal digits of the hash of its own definition and its choices,
// whatever the data were and however many of its definitions were run. `section` has choices.
std::string lattice_hash(const RememberedLattice& lattice);
std::string lattice_hash(const SectionRequest& section);

}  // namespace rerate

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rerate/publish/terminal.h"
#include "rerate/store/trial_ledger.h"

namespace rerate::cli {

// Every definition that was ever run, one by one: lattices give all of theirs, from the choices that the ledger remembers. Each
// writes to standard output as it goes, in bounded memory but for the numbers of a sample. Throws UserError output_lost.

// Of each section and hash the row that remembers most; by section in order of their first row, then as they were added.
std::vector<Trial> remembered_trials(const std::vector<Trial>& trials);

// `most` of each lattice and of the single definitions of each section, and the study's own in any case.
void print_definitions(const std::string& study, const std::vector<Trial>& trials, std::uint64_t most,
                       const TerminalStyle& style);
// A row a definition, a column for each choice that any of the lattices has.
void print_definitions_csv(const std::vector<Trial>& trials, std::optional<std::uint64_t> most);
void print_definitions_json(const std::string& study, const std::vector<Trial>& trials,
                            std::optional<std::uint64_t> most);

}  // namespace rerate::cli

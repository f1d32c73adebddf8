#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "rerate/base/remembered_lattice.h"
#include "rerate/store/database.h"

namespace rerate {

// The table `choices` of the ledger of trials: what lattices were made of, an option a row, by the lattice's hash. A lattice is written
// once, however often it is run.

// By the lattice's hash.
using ChoicesByLattice = std::map<std::string, const RememberedLattice*>;

void create_choices_table(Database& database);
// Adds those that are not there. Hashes and texts are valid UTF-8 without NUL, or become so.
void add_choices(Database& database, const ChoicesByLattice& lattices);

// The choices of lattices for whose rows in `trials` the condition holds (SQL). Throws DatabaseError for a table that does not hold
// together: numbers with gaps, no or two options of the study's own, more options than a study may have.
std::map<std::string, std::vector<RememberedChoice>> read_choices(Database& database,
                                                                  const std::string& condition);

// Why so many definitions cannot have been run of these choices; "" when they can.
std::string why_impossible(const RememberedLattice& lattice);

}  // namespace rerate

#pragma once

#include <vector>

#include "rerate/formula/bound.h"
#include "rerate/formula/formula.h"

namespace rerate {

// The type of every node, in the order of SyntaxTree::nodes. Throws UserError RR301, RR304..RR309.
// O(nodes); looks each reference up once.
std::vector<Bound> bind_formula(const FormulaSource& source, const SyntaxTree& tree,
                                const Formula::TypeLookup& type_of, const Formula::NameList& known_names);

}  // namespace rerate

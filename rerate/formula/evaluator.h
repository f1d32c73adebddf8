#pragma once

#include <vector>

#include "rerate/formula/bound.h"
#include "rerate/formula/formula.h"

namespace rerate {

// The value of the last node. `bound` comes from bind_formula with the types of these very series. Series
// that are only read are not copied; parts are freed as soon as they are consumed. Throws UserError
// formula_value.
Series evaluate_formula(const FormulaSource& source, const SyntaxTree& tree, const std::vector<Bound>& bound,
                        const std::vector<const Series*>& references);

}  // namespace rerate

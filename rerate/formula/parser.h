#pragma once

#include "rerate/formula/formula_source.h"
#include "rerate/formula/syntax_tree.h"

namespace rerate {

inline constexpr std::size_t kMostFormulaBytes = std::size_t{64} << 10;
inline constexpr int kMostNesting = 200;
// Operands of all operators and calls together: what bounds the work on long series.
inline constexpr std::size_t kMostOperands = 2000;

// From loosest to tightest:
//   or | and | not | < <= > >= == != (do not chain) | + - | * / | unary - | ^ (to the right; -x^2 is -(x^2))
// Functions are looked up and their arguments counted here, so that the tree is well formed. Parentheses,
// calls, unary operators and powers nest at most kMostNesting deep, and all of them together read at
// most kMostOperands operands. Throws UserError RR302..RR305, RR310,
// RR312.
SyntaxTree parse_formula(const FormulaSource& source);

}  // namespace rerate

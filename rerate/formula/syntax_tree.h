#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "rerate/base/duration.h"
#include "rerate/base/period.h"
#include "rerate/formula/formula.h"
#include "rerate/formula/formula_source.h"
#include "rerate/formula/function_rule.h"

namespace rerate {

enum class Operation : std::uint8_t {
  add,
  subtract,
  multiply,
  divide,
  power,
  less,
  less_equal,
  greater,
  greater_equal,
  equal,
  not_equal,
  and_,
  or_,
};

// How resample makes one figure out of the figures of a period.
enum class Reduction : std::uint8_t { last, mean, sum, first };

inline constexpr std::uint32_t kAbsent = std::numeric_limits<std::uint32_t>::max();

struct Node {
  enum class Type : std::uint8_t {
    number,
    reference,
    negate,
    not_,
    binary,
    call,
    duration,
    frequency,
    reduction
  };
  Type type = Type::number;
  Operation operation = Operation::add;      // binary
  Frequency frequency = Frequency::monthly;  // frequency
  Reduction reduction = Reduction::last;     // reduction
  Duration duration = {};                    // duration
  Span span = {};
  double number = 0;                              // number
  const FunctionRule* function = nullptr;         // call
  std::uint32_t reference = 0;                    // reference: index in SyntaxTree::references
  std::uint32_t first_operand = 0, operands = 0;  // in SyntaxTree::operands
};

// A formula taken apart. Operands come before the node that reads them and the last node is the whole
// formula, so that a plain loop over `nodes` binds or evaluates it without recursion, however deep it is.
struct SyntaxTree {
  std::vector<Node> nodes;
  std::vector<std::uint32_t> operands;  // indices of nodes; kAbsent where an option was left out
  std::vector<FormulaReference> references;

  std::span<const std::uint32_t> operands_of(const Node& node) const {
    return std::span(operands).subspan(node.first_operand, node.operands);
  }
};

}  // namespace rerate

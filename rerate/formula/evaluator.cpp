#include "rerate/formula/evaluator.h"

#include <algorithm>
#include <cmath>

#include "rerate/formula/elementwise.h"
#include "rerate/formula/value.h"

namespace rerate {
namespace {

// What the kernels rely on; the store and this language keep it.
void check_series(const Series& series) {
  RERATE_ASSERT(series.value.size() == series.size() && series.known_at.size() == series.size(), series.name);
  const bool infinite =
      std::any_of(series.value.begin(), series.value.end(), [](double x) { return std::isinf(x); });
  RERATE_ASSERT(!infinite, series.name + " holds an infinite value");
  if (!is_regular(series.type.frequency) || series.empty()) return;
  const auto periods = series.ordinal.back() - series.ordinal.front() + 1;
  RERATE_ASSERT(static_cast<std::size_t>(periods) == series.size(), series.name + " has holes");
}

Value value_of(const FormulaSource& source, const SyntaxTree& tree, const Node& node, const Bound& bound,
               std::span<const Value> values, const std::vector<const Series*>& references) {
  EvaluatedCall call(source, tree, node, bound, values);
  switch (node.type) {
    case Node::Type::number: return Value(node.number);
    case Node::Type::reference: return Value(references[node.reference]);
    case Node::Type::negate: return evaluate_negate(call);
    case Node::Type::not_: return evaluate_not(call);
    case Node::Type::binary: return evaluate_binary(call, node.operation);
    case Node::Type::call: return node.function->evaluate(call);
    default: return Value();  // durations and words are read from the tree
  }
}

}  // namespace

Series evaluate_formula(const FormulaSource& source, const SyntaxTree& tree, const std::vector<Bound>& bound,
                        const std::vector<const Series*>& references) {
  for (const auto* series : references) check_series(*series);
  std::vector<Value> values;
  values.reserve(tree.nodes.size());
  for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
    const auto& node = tree.nodes[i];
    values.push_back(value_of(source, tree, node, bound[i], values, references));
    values.back().set_type(bound[i].type);
    values.back().trim_missing_end();
    for (const auto operand : tree.operands_of(node))
      if (operand != kAbsent) values[operand] = Value();
  }
  auto result = values.back().take_series();
  result.type = bound.back().type;
  return result;
}

}  // namespace rerate

#include "rerate/formula/binder.h"

#include <fmt/format.h>

#include "rerate/base/spelling.h"
#include "rerate/formula/type_rules.h"

namespace rerate {
namespace {

[[noreturn]] void refuse_reference(const FormulaSource& source, const FormulaReference& reference,
                                   const Formula::NameList& known_names) {
  const Span span{reference.begin, reference.end};
  const auto what = fmt::format("unknown series `{}`", source.shown(span));
  if (const auto* function = find_function(reference.name))
    source.refuse(
        span, ErrorCode::formula_unknown_series, what,
        fmt::format("`{}` is a function: write {}", reference.name, function->description->signature));
  const auto names = known_names ? known_names() : std::vector<std::string>{};
  source.refuse(span, ErrorCode::formula_unknown_series, what, did_you_mean(reference.name, names, ""));
}

class Binder {
 public:
  Binder(const FormulaSource& source, const SyntaxTree& tree, std::vector<SeriesType> types)
      : source_(source), tree_(tree), types_(std::move(types)) {}

  std::vector<Bound> run() {
    bound_.reserve(tree_.nodes.size());
    for (const auto& node : tree_.nodes) bound_.push_back(type_of(node));
    if (bound_.back().constant)
      source_.refuse(tree_.nodes.back().span, ErrorCode::formula_no_series,
                     fmt::format("{} reads no series", source_.quoted(tree_.nodes.back().span)),
                     "a formula gives a series: name at least one, e.g. rates.gs10 - 2");
    return std::move(bound_);
  }

 private:
  Bound type_of(const Node& node) const {
    switch (node.type) {
      case Node::Type::number: return {{}, true, false};
      case Node::Type::reference: return {types_[node.reference], false, false};
      case Node::Type::negate: return negated_type(bound_[tree_.operands_of(node)[0]]);
      case Node::Type::not_: return negation(node);
      case Node::Type::binary: return binary(node);
      case Node::Type::call: return node.function->bind(BoundCall(source_, tree_, node, bound_));
      default: return {{}, true, false};
    }
  }

  Operand operand(const Node& node, std::size_t i) const {
    const auto index = tree_.operands_of(node)[i];
    return {bound_[index], source_, tree_.nodes[index].span};
  }

  Bound negation(const Node& node) const {
    const auto inner = operand(node, 0);
    if (inner.bound.type.kind != Kind::indicator)
      source_.refuse(inner.span, ErrorCode::formula_kind,
                     fmt::format("`not` turns a condition round, and {} is {}", inner.quoted(),
                                 inner.bound.constant ? "a number" : kind_in_words(inner.bound.type.kind)),
                     fmt::format("compare it first: not ({} > 0)", inner.shown()));
    return inner.bound;
  }

  Bound binary(const Node& node) const {
    auto result = combine_types(node.operation, operand(node, 0), operand(node, 1));
    if (!result)
      source_.refuse(node.span, result.error().code, std::move(result.error().what),
                     std::move(result.error().mend));
    return std::move(*result);
  }

  const FormulaSource& source_;
  const SyntaxTree& tree_;
  std::vector<SeriesType> types_;
  std::vector<Bound> bound_;
};

}  // namespace

std::vector<Bound> bind_formula(const FormulaSource& source, const SyntaxTree& tree,
                                const Formula::TypeLookup& type_of, const Formula::NameList& known_names) {
  std::vector<SeriesType> types;
  types.reserve(tree.references.size());
  for (const auto& reference : tree.references) {
    auto type = type_of(reference.name);
    if (!type) refuse_reference(source, reference, known_names);
    types.push_back(std::move(*type));
  }
  return Binder(source, tree, std::move(types)).run();
}

}  // namespace rerate

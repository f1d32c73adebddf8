#include "rerate/formula/formula.h"

#include <utility>

#include "rerate/formula/binder.h"
#include "rerate/formula/evaluator.h"
#include "rerate/formula/parser.h"

namespace rerate {

struct Formula::Parsed {
  FormulaSource source;
  SyntaxTree tree;
};

Formula Formula::parse(std::string_view text, Place origin) {
  // What is too long is cut before it is copied: the parser refuses it by its length all the same.
  FormulaSource source(std::string(text.substr(0, kMostFormulaBytes + 1)), std::move(origin));
  auto tree = parse_formula(source);
  Formula formula;
  formula.parsed_ = std::make_shared<const Parsed>(Parsed{std::move(source), std::move(tree)});
  return formula;
}

const std::string& Formula::text() const { return parsed_->source.text(); }

std::vector<FormulaReference> Formula::references() const { return parsed_->tree.references; }

std::vector<FormulaReference> Formula::value_references() const {
  const auto& tree = parsed_->tree;
  // Operands come before what reads them, so one pass from the root down sees every reader first.
  std::vector<bool> reads(tree.nodes.size(), false), named(tree.references.size(), false);
  reads.back() = true;
  for (std::size_t i = tree.nodes.size(); i-- > 0;) {
    const auto& node = tree.nodes[i];
    if (!reads[i]) continue;
    if (node.type == Node::Type::reference) named[node.reference] = true;
    const auto operands = tree.operands_of(node);
    const bool carries = node.type == Node::Type::call && node.function->name() == "carry";
    for (std::size_t j = 0; j < (carries ? 1 : operands.size()); ++j)
      if (operands[j] != kAbsent) reads[operands[j]] = true;
  }
  std::vector<FormulaReference> found;
  for (std::size_t i = 0; i < named.size(); ++i)
    if (named[i]) found.push_back(tree.references[i]);
  return found;
}

SeriesType Formula::bind(const TypeLookup& type_of, const NameList& known_names) const {
  return bind_formula(parsed_->source, parsed_->tree, type_of, known_names).back().type;
}

Series Formula::evaluate(const SeriesLookup& series_of) const {
  const auto& tree = parsed_->tree;
  std::vector<const Series*> series;
  series.reserve(tree.references.size());
  for (const auto& reference : tree.references) series.push_back(&series_of(reference.name));
  std::size_t next = 0;  // bind_formula asks for the references in their order
  const auto bound = bind_formula(
      parsed_->source, tree, [&](const std::string&) { return std::optional(series[next++]->type); }, {});
  auto result = evaluate_formula(parsed_->source, tree, bound, series);
  if (result.name.empty()) result.name = text();
  return result;
}

Failure Formula::failure_at(const FormulaReference& reference, ErrorCode code, std::string what,
                            std::string mend) const {
  return parsed_->source.failure({reference.begin, reference.end}, code, std::move(what), std::move(mend));
}

}  // namespace rerate

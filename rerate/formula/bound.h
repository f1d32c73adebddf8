#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "rerate/formula/formula_source.h"
#include "rerate/formula/syntax_tree.h"
#include "rerate/series/series.h"

namespace rerate {

// What is known of a part of a formula without reading a value.
struct Bound {
  SeriesType type;           // of a constant: kind level or indicator, no unit; its frequency means nothing
  bool constant = false;     // made of numbers only; fits any frequency and unit
  bool overlapping = false;  // returns whose spans overlap or leave gaps: they do not cumulate
};

// A call with its arguments' types, as a function's typing rule sees it.
class BoundCall {
 public:
  BoundCall(const FormulaSource& source, const SyntaxTree& tree, const Node& node,
            std::span<const Bound> bound)
      : source_(source), tree_(tree), node_(node), bound_(bound) {}

  std::string_view name() const { return node_.function->name(); }
  const FormulaSource& source() const { return source_; }
  std::size_t count() const { return node_.operands; }
  bool has(std::size_t i) const { return i < count() && tree_.operands_of(node_)[i] != kAbsent; }
  const Node& node(std::size_t i) const { return tree_.nodes[tree_.operands_of(node_)[i]]; }
  const Bound& operator[](std::size_t i) const { return bound_[tree_.operands_of(node_)[i]]; }
  // The argument's text in backquotes.
  std::string quoted(std::size_t i) const { return source_.quoted(node(i).span); }
  std::string shown(std::size_t i) const { return source_.shown(node(i).span); }

  // The argument's type; refuses a constant.
  const Bound& series(std::size_t i) const;
  // Refuses the duration in argument i when it does not fit the frequency.
  void check_duration(std::size_t i, Frequency frequency) const;

  [[noreturn]] void refuse(std::size_t i, ErrorCode code, std::string what, std::string mend) const {
    source_.refuse(node(i).span, code, std::move(what), std::move(mend));
  }

 private:
  const FormulaSource& source_;
  const SyntaxTree& tree_;
  const Node& node_;
  std::span<const Bound> bound_;
};

}  // namespace rerate

#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <variant>

#include "rerate/formula/bound.h"
#include "rerate/formula/reach.h"
#include "rerate/series/series.h"

namespace rerate {

// A figure that is not there.
inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// What a part of a formula evaluates to: a number, a series read from outside (not copied), or one made here.
class Value {
 public:
  Value() = default;
  explicit Value(double number) : content_(number) {}
  explicit Value(const Series* read) : content_(read) {}
  explicit Value(Series made) : content_(std::move(made)) {}

  bool is_number() const { return std::holds_alternative<double>(content_); }
  double number() const { return std::get<double>(content_); }
  const Series& series() const {
    if (const auto* made = std::get_if<Series>(&content_)) return *made;
    return *std::get<const Series*>(content_);
  }
  // The series itself, moved out when it was made here.
  Series take_series() {
    if (auto* made = std::get_if<Series>(&content_)) return std::move(*made);
    return *std::get<const Series*>(content_);
  }
  void set_type(const SeriesType& type) {
    if (auto* made = std::get_if<Series>(&content_)) made->type = type;
  }
  // A series ends with a figure, as one read from the store does.
  void trim_missing_end();

 private:
  std::variant<double, const Series*, Series> content_ = 0.0;
};

// A call or operation with its evaluated arguments. Arguments are values only; durations and words stay
// in the tree.
class EvaluatedCall {
 public:
  EvaluatedCall(const FormulaSource& source, const SyntaxTree& tree, const Node& node, const Bound& result,
                std::span<const Value> values)
      : source_(source), tree_(tree), node_(node), result_(result), values_(values) {}

  std::size_t count() const { return node_.operands; }
  bool has(std::size_t i) const { return i < count() && tree_.operands_of(node_)[i] != kAbsent; }
  const Node& node(std::size_t i) const { return tree_.nodes[tree_.operands_of(node_)[i]]; }
  const Value& value(std::size_t i) const { return values_[tree_.operands_of(node_)[i]]; }
  const Series& series(std::size_t i) const { return value(i).series(); }
  const SeriesType& result_type() const { return result_.type; }

  // How far the duration in argument i, or `otherwise` where it was left out, reaches back on the first
  // argument.
  Reach reach(std::size_t i, Duration otherwise = {}) const;

  // A series of the result's type without values.
  Series empty_result(std::size_t reserve) const {
    Series result{result_.type, {}, {}, {}, {}};
    result.reserve(reserve);
    return result;
  }

  // Refuses the call for a value at a period: "division by zero at 1975-03".
  [[noreturn]] void refuse_value(const std::string& what, Period period, std::string mend) const {
    source_.refuse(node_.span, ErrorCode::formula_value, what + " at " + to_string(period), std::move(mend));
  }
  [[noreturn]] void refuse_value(std::string what, std::string mend) const {
    source_.refuse(node_.span, ErrorCode::formula_value, std::move(what), std::move(mend));
  }
  // The same for a figure that exceeds what a double holds.
  [[noreturn]] void refuse_overflow(Period period) const;

 private:
  const FormulaSource& source_;
  const SyntaxTree& tree_;
  const Node& node_;
  const Bound& result_;
  std::span<const Value> values_;
};

}  // namespace rerate

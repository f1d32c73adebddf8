#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "rerate/formula/bound.h"

namespace rerate {

// Which units and kinds go together, and what comes out. The table in docs/formulas.md says the same in
// words.

struct TypeConflict {
  ErrorCode code;
  std::string what, mend;
};
using TypeResult = tl::expected<Bound, TypeConflict>;

// An operand with its text, which only a message reads.
struct Operand {
  const Bound& bound;
  const FormulaSource& source;
  Span span;

  std::string quoted() const { return source.quoted(span); }
  std::string shown() const { return source.shown(span); }
};

TypeResult combine_types(Operation operation, const Operand& left, const Operand& right);

// One of the two, or something between them: mean, min, max, clip, when. Equal units; equal kinds stay.
TypeResult blend_types(const Operand& left, const Operand& right);

// What -x is: an index turned upside down is a level, a diffusion index a balance, an indicator a score.
Bound negated_type(const Bound& bound);

// What the difference of two such figures is: percent becomes pp, an index a level, and so on.
SeriesType difference_type(const SeriesType& type);

// "in percent", "without a unit".
std::string unit_in_words(std::string_view unit);
// "a price index", "an indicator".
std::string kind_in_words(Kind kind);

// The mend for two frequencies: "write resample(rates.gs10, quarter, mean)", with a `how` that suits the
// kind.
std::string resample_mend(const Operand& finer, Frequency coarser);
std::string_view frequency_word(Frequency frequency);  // "month"

}  // namespace rerate

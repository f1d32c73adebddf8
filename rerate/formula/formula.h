#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/series/series.h"

namespace rerate {

// The series language: docs/formulas.md. Text -> parse -> bind (units, kinds, frequencies are checked,
// no value is read) -> evaluate. Errors carry the span and a caret; their Place is that of the formula's
// first character (`origin`) moved to the offending column.
struct FormulaReference {
  std::string name;                // "rates.gs10" is a catalogue id, a bare "curve" a series of the study
  std::size_t begin = 0, end = 0;  // span in the formula text
};

class Formula {
 public:
  // Any bytes are accepted; at most 64 KiB of text, 200 levels of nesting and 2,000 operands. Throws
  // UserError RR302..RR305, RR310, RR312.
  static Formula parse(std::string_view text, Place origin = {});

  const std::string& text() const;
  std::vector<FormulaReference> references() const;  // in order of appearance, each name once
  // Those whose figures enter the value: not the series of which carry(x, onto) takes only the periods.
  std::vector<FormulaReference> value_references() const;

  // The type of the result. Throws UserError RR301, RR304..RR309. `type_of` gives the type of a reference or
  // nothing when it is unknown (then an error with "did you mean" out of `known_names`, which is asked only
  // then).
  using TypeLookup = std::function<std::optional<SeriesType>(const std::string& name)>;
  using NameList = std::function<std::vector<std::string>()>;
  SeriesType bind(const TypeLookup& type_of, const NameList& known_names) const;

  // The value. `series_of` is asked once for each reference and its series must outlive the call; the
  // formula is bound to their types first. Every result value carries the latest known_at it read, and no
  // earlier one than that of its row (formula/existence.h); a missing
  // one kAlwaysKnown. Throws UserError RR311 where a value is not defined, naming its period.
  using SeriesLookup = std::function<const Series&(const std::string& name)>;
  Series evaluate(const SeriesLookup& series_of) const;

  // The failure as bind would report it, for a reference that the caller found wrong (a cycle, say).
  Failure failure_at(const FormulaReference& reference, ErrorCode code, std::string what,
                     std::string mend) const;

 private:
  struct Parsed;
  std::shared_ptr<const Parsed> parsed_;
};

}  // namespace rerate

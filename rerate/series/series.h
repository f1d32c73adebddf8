#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rerate/base/period.h"
#include "rerate/series/kind.h"

namespace rerate {

// What is known of a series without reading its values: enough to check a formula.
struct SeriesType {
  Frequency frequency = Frequency::monthly;
  Kind kind = Kind::level;
  std::string unit;  // "percent", "pp", "index", "ratio", "bn_usd"; "" for pure numbers and scores
};

// A series as of one date: columns of equal length, `ordinal` strictly increasing. Regular
// frequencies have no holes in `ordinal`; a missing figure is NaN with known_at = kAlwaysKnown.
// `known_at[i]` is the latest day on which anything that `value[i]` reads became known. Where figures were
// revised, `first_known_at[i]` is the day on which the period had a first figure: the value then may have been
// another, but that is when a reader could first act on the period. Empty when nothing was revised.
struct Series {
  SeriesType type;
  std::string name;
  std::vector<std::int32_t> ordinal;
  std::vector<double> value;
  std::vector<Date> known_at;
  std::vector<Date> first_known_at = {};

  Date first_known(std::size_t i) const { return first_known_at.empty() ? known_at[i] : first_known_at[i]; }
  bool revised() const { return !first_known_at.empty(); }

  std::size_t size() const { return ordinal.size(); }
  bool empty() const { return ordinal.empty(); }
  Period period(std::size_t i) const { return {type.frequency, ordinal[i]}; }

  // Index of the period with this ordinal, or of the last one at or before it; nothing when there is none.
  std::optional<std::size_t> find(std::int32_t wanted) const;
  std::optional<std::size_t> find_at_or_before(std::int32_t wanted) const;
  std::optional<std::size_t> find_at_or_after(std::int32_t wanted) const;

  void reserve(std::size_t count);
  void append(std::int32_t ordinal, double value, Date known_at);
  // A copy of another series' row, with its first_known_at.
  void append_row(const Series& other, std::size_t row);
};

// The part of a series with first <= period <= last, by days: a period belongs when its last day does.
Series slice(const Series& series, std::optional<Date> first, std::optional<Date> last);

// The two or more series at the periods that all of them have, in order. All must have one frequency.
std::vector<Series> intersect(const std::vector<const Series*>& series);

}  // namespace rerate

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/events/question_types.h"
#include "rerate/series/series.h"

namespace rerate {

// Value and growth of one size: price or total-return indexes, monthly.
struct StylePair {
  std::string name;   // "small"
  std::string title;  // "small caps"
  const Series* value = nullptr;
  const Series* growth = nullptr;
  Place value_place = {}, growth_place = {};
};

// What is set against what. Relative returns are value's simple return less growth's, in percentage points.
enum class StyleMeasure : std::uint8_t {
  level,            // ln(value / growth), against the curve
  return_on_level,  // relative return over a year, against the level of the curve
  change,           // relative return over a month, against the change of the curve
  annual_change,    // relative return over a year, against the change of the curve over a year
};
inline constexpr StyleMeasure kStyleMeasures[] = {StyleMeasure::level, StyleMeasure::return_on_level,
                                                  StyleMeasure::change, StyleMeasure::annual_change};

// Consecutive months from the first on which all series have a figure to the last; NaN in all of them where one has none.
struct StyleCurveSample {
  std::int32_t first = 0;  // ordinal of row 0
  std::vector<double> curve;
  struct Prices {
    std::vector<double> value, growth;
  };
  std::vector<Prices> pairs;           // in the order of the question
  std::size_t complete = 0;            // months with all figures
  std::vector<std::int32_t> left_out;  // months between first and last without them

  std::size_t months() const { return curve.size(); }
  Period period(std::size_t row) const {
    return {Frequency::monthly, first + static_cast<std::int32_t>(row)};
  }
};

// Rows of a measure: the curve `lead` months before each of `row` (of the sample), and each pair's side of it.
struct StyleRows {
  std::vector<std::size_t> row;
  std::vector<double> curve;
  std::vector<std::vector<double>> relative;  // by pair
};

// Before any value is read. Throws UserError at the place of the series it is about:
//   event_frequency  a series that is not monthly
//   event_kinds      the curve is a price, an index or a return; value or growth is no price or index; one counts
//                    dividends and the other does not
void check_style_types(const TypedSeries& curve, const Place& curve_place);
void check_style_types(const TypedSeries& value, const Place& value_place, const TypedSeries& growth,
                       const Place& growth_place);

// Months within [from, to] on which curve, values and growths all have figures. O(T pairs). Throws UserError:
//   style_curve_sample     fewer than kFewestStyleMonths (or those that `year` and `lead` ask for) in common, named by the series
//                          that begins last and ends first; more than kMostStyleMonths
//   event_prices           a price at or below zero
//   regression_not_finite  an infinite figure
inline constexpr int kFewestStyleMonths = 60, kMostStyleMonths = 12'000;
// Of a correlation.
inline constexpr int kFewestStyleRows = 36;
StyleCurveSample style_curve_sample(const Series& curve, const Place& curve_place,
                                    const std::vector<StylePair>& pairs, std::optional<Date> from,
                                    std::optional<Date> to, int year, int lead, const Place& place);

// `year` is the months of the longer changes. O(T pairs).
StyleRows style_rows(const StyleCurveSample& sample, StyleMeasure measure, int lead, int year);

}  // namespace rerate

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/regression/linear_algebra.h"
#include "rerate/series/series.h"

namespace rerate {

// A variable that the multiple or the growth of the fundamental is explained by.
struct FairValueDriver {
  std::string name;   // as the study calls it: "rate"
  std::string title;  // as sentences call it: "the 10-year yield"
  const Series* series = nullptr;
  Place place = {};
};

// Price, fundamental and drivers side by side, one row a period of the price, without holes.
//
// The multiple of a row is price over the fundamental of the same row: a study that wants what a reader could know writes
// published(...). Missing figures are NaN; rows with one are not estimated on.
struct FairValuePanel {
  Frequency frequency = Frequency::monthly;
  std::vector<std::int32_t> ordinal;
  Vector price, fundamental, log_multiple;        // T
  Matrix drivers;                                 // T x d
  std::vector<std::string> names, titles, units;  // d
  std::string price_name, fundamental_name;       // of the series; the fundamental's is "" when calibrated
  // Where the study says what: errors of the estimators, which know no file, are given these.
  Place place = {};
  std::vector<Place> places;  // d
  // The valuation: `now` is the last row with a price. Fundamental and drivers are their newest figures at or before it,
  // `age` periods old (0: of the same period).
  Index now = 0;
  double fundamental_now = 0;
  int fundamental_age = 0;
  Vector today;          // d
  std::vector<int> age;  // d
  // Figures older than a year at the valuation, fundamentals set against prices of a time when they were not known.
  std::vector<std::string> warnings;

  Period period(Index row) const { return {frequency, ordinal[static_cast<std::size_t>(row)]}; }
  Index rows() const { return price.size(); }
  double price_now() const { return price[now]; }
  double log_multiple_now() const;  // ln(price_now / fundamental_now)
};

// `fundamental` may be null (calibrated mode): then fundamental_now is price / `multiple_given`, and the columns
// fundamental and log_multiple are NaN. Months, quarters or years. O(T d). Throws UserError, at the driver's place or at
// `place`:
//   event_frequency          a series of another frequency than the price's, daily and weekly prices
//   event_prices             a price at or below zero
//   fair_value_fundamental   the first period at or below zero; a multiple given at or below zero
//   fair_value_sample        a series without a figure at or before the valuation
//   regression_not_finite    an infinite figure
FairValuePanel fair_value_panel(const Series& price, const Series* fundamental,
                                std::optional<double> multiple_given,
                                const std::vector<FairValueDriver>& drivers, const Place& place);

}  // namespace rerate

#pragma once

#include <string>
#include <utility>
#include <vector>

#include "rerate/models/fair_value_panel.h"

namespace rerate {

// Rows first..last, both included; empty when last < first.
struct Stretch {
  Index first = 0, last = -1;
  Index rows() const { return last - first + 1; }
};

// Regressions with lags need rows that follow each other. Of the stretches of complete rows this is the newest that is at
// least half as long as the longest: one hole in the last year does not cost the history, and one decades ago does
// not keep an estimate in the past. O(rows).
Stretch newest_long_stretch(const std::vector<bool>& complete);

// The rows that an equation of the panel is estimated on.
struct EstimationSample {
  Stretch stretch;
  // Which complete rows were left out and for what hole: "Estimated on 2012-04 to 2024-12: the 180 complete months
  // from 1997-04 to 2012-02 are left out, as `slope` has no figure for 2012-03." Empty when none were.
  std::string left_out;
};

enum class PanelVariable : std::uint8_t { multiple, fundamental };

// Rows on which the variable and these drivers (columns of the panel) have figures. Throws fair_value_sample at the
// place of the driver that begins last or ends first (or of the panel) when fewer than `least` rows remain, naming it.
EstimationSample estimation_sample(const FairValuePanel& panel, PanelVariable variable,
                                   const std::vector<Index>& drivers, Index least);

// Two years of months or quarters (of years: eight), and three rows a coefficient.
Index least_rows(Frequency frequency, Index drivers);

// Throws regression_no_variation at `place` when a variable has one value in all rows of the stretch.
void check_varies(const FairValuePanel& panel, const Stretch& stretch, const Vector& values,
                  const std::string& name, const Place& place);

// Runs an estimator, which knows no file: its UserErrors are given this place.
template <class Estimate>
auto at_place(const Place& place, Estimate&& estimate) {
  try {
    return std::forward<Estimate>(estimate)();
  } catch (const UserError& error) {
    auto failure = error.failure();
    if (to_string(failure.place).empty()) failure.place = place;
    throw UserError(std::move(failure));
  }
}

}  // namespace rerate

#pragma once

#include <optional>

#include "rerate/models/fair_value_panel.h"

namespace rerate {

// What drivers did in recessions: change from the business-cycle peak (the month before the first of the recession, as
// the NBER's indicator runs from the month after the peak through the trough) to the trough (its last month). On
// quarters and years: from the period that holds the peak to the one that holds the trough.
struct Contraction {
  Period peak, trough;
  Vector change;  // one a driver
};
struct ContractionAverage {
  std::vector<Contraction> used;
  // Peaks of recessions within the panel that are not in the average: some driver does not cover both ends, or both ends
  // fall into one period. A recession whose trough is not known yet is no contraction.
  std::vector<Period> left_out;
  Vector mean, standard_deviation;  // n - 1; by driver
};

// `recession` is a monthly indicator, 1 in recession. Over all the panel's drivers. O(T).
// Throws fair_value_contractions at the panel's place: no monthly indicator, fewer than two contractions.
ContractionAverage average_contraction(const FairValuePanel& panel, const Series& recession);

}  // namespace rerate

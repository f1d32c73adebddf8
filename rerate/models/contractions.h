#pragma once

#include <optional>

#include "rerate/models/fair_value_panel.h"

namespace rerate {

// What drivers did in recessions: change from the business-cycle peak (the period before the first of the recession, as
// the NBER's indicator runs from the month after the peak through the trough) to the trough (its last period).
struct Contraction {
  Period peak, trough;
  Vector change;  // one a driver
};
struct ContractionAverage {
  std::vector<Contraction> used;
  std::vector<Period> left_out;     // peaks of recessions that some driver does not cover
  Vector mean, standard_deviation;  // n - 1; by driver
};

// `recession` is a monthly indicator, 1 in recession. Over the panel's drivers. Throws fair_value_contractions with fewer than two.
ContractionAverage average_contraction(const FairValuePanel& panel, const Series& recession);

}  // namespace rerate

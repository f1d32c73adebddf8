#pragma once

#include "rerate/base/duration.h"

namespace rerate {

// 12, 4 or 1: of monthly, quarterly and annual figures, the frequencies that models are estimated on.
inline int periods_a_year(Frequency frequency) {
  return periods_in({1, Duration::Unit::year}, frequency).value();
}

}  // namespace rerate

#include "rerate/statistics/area_shift.h"

#include <cmath>
#include <limits>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/statistics/correlation.h"
#include "rerate/statistics/shifted_correlation.h"

namespace rerate {

double area_shift_p(std::span<const double> forecast, std::span<const double> outcome) {
  RERATE_ASSERT(forecast.size() == outcome.size(), "one outcome for each forecast");
  std::vector<double> told, came;
  for (std::size_t i = 0; i < forecast.size(); ++i) {
    if (std::isnan(forecast[i]) || std::isnan(outcome[i])) continue;
    told.push_back(forecast[i]);
    came.push_back(outcome[i]);
  }
  if (told.empty()) return std::numeric_limits<double>::quiet_NaN();
  return shift_p_value(ranks(told), came);
}

}  // namespace rerate

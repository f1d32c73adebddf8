#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/models/fair_value_panel.h"
#include "rerate/time_series/vector_autoregression.h"

namespace rerate {

// One figure of a scenario to be judged: a driver at a step of the horizon (0 is the first period ahead).
struct JudgedFigure {
  Index step = 0, column = 0;
  double value = 0;
};

// Where the drivers would go by themselves: the forecast of a VAR on all rows of the panel on which every driver has a figure
// (the newest unbroken stretch), lags by BIC up to 4. From the last such row, which may lie before the valuation when figures
// come out late, to `horizon` periods after the valuation.
//
// Coefficients count as known and come out too tame for near random walks, so true outcomes seem unlikely too often. Share of
// them with p below 10%, three drivers, a year ahead (the system of driver_forecast_test.cpp): 35% after 150 months, 22% after
// 300, 13% after 560 and after 870. `words` says so for short histories.
struct DriverForecast {
  PathForecast path;
  Index late = 0;  // periods from the last complete row to the valuation
  int lags = 0;
  std::string words;  // "VAR(2) of 3 drivers on 540 months", or why there is none
  bool empty() const { return path.mean.size() == 0; }
};
DriverForecast forecast_drivers(const FairValuePanel& panel, Index horizon);

// Chi-squared tail of the Mahalanobis distance of these figures from the forecast (domain.md formula 6). Only what the scenario
// says is judged: an end point at the end of the horizon, a path at each of its figures. p NaN when there is nothing
// to judge or no forecast.
Plausibility plausibility_of(const DriverForecast& forecast, const std::vector<JudgedFigure>& figures);

}  // namespace rerate

#pragma once

#include <optional>

#include "rerate/regression/forecast_comparison.h"
#include "rerate/regression/long_horizon.h"
#include "rerate/regression/regression_table.h"
#include "rerate/series/series.h"

namespace rerate {

// The rival (domain.md formula 16): 100 ln(P_{t+h}/P_t) = a + b1 E[GDP growth] + b2 ln(valuation) + e, tested as a forecast.
//
// Walk-forward: the forecast made at the end of period t reads predictors by what was known on its last day, and is estimated on
// pairs whose return was over by then. The benchmark is the mean return so far. A second model (the fair-value gap) can be put
// beside it: encompassing both ways.
struct ReturnForecastQuestion {
  const Series* price = nullptr;
  std::vector<const Series*> predictors;  // of the price's frequency
  std::vector<std::string> names;
  // The other model of the same returns, e.g. ln(multiple) and its drivers: the gap to fair value, re-estimated at every step.
  std::vector<const Series*> other_predictors;
  std::vector<std::string> other_names;
  Index horizon = 12;
  Index first_window = 120;  // pairs before the first forecast
};

struct ReturnForecast {
  LongHorizonFit fit;     // whole sample
  RegressionTable table;  // Hodrick 1B
  std::vector<RegressionTable> others;
  double forecast = 0;                         // simple percent over the horizon from the newest figures
  double forecast_low = 0, forecast_high = 0;  // 90%, residual and parameter error
  // Walk-forward, by forecast date.
  std::vector<std::int32_t> made_at;                   // ordinals
  std::vector<double> predicted, benchmark, realised;  // log percent
  double r2_in_sample = 0, r2_out_of_sample = 0;
  ForecastTest against_mean;  // Clark-West
  // The other model, when given, on the same dates.
  std::vector<double> other_predicted;
  double other_r2_in_sample = 0, other_r2_out_of_sample = 0;
  ForecastTest other_against_mean;
  ForecastTest adds_to_other;  // does this model add anything to the other?
  ForecastTest other_adds;     // and the other to this one?
  ForecastTest difference;     // Diebold-Mariano, positive when the other is better
  std::vector<std::int32_t> ordinal;
  std::vector<double> fitted;  // in sample, by `ordinal`
};
ReturnForecast return_forecast(const ReturnForecastQuestion& question);

}  // namespace rerate

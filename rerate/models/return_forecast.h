#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/regression/forecast_comparison.h"
#include "rerate/regression/long_horizon.h"
#include "rerate/regression/regression_table.h"
#include "rerate/series/series.h"

namespace rerate {

// The rival (domain.md formula 16): 100 ln(P_{t+h}/P_t) = a + b1 E[GDP growth] + b2 ln(valuation) + e, tested as a forecast.
//
// Walk-forward: the forecast made at the end of period t reads of each predictor the newest figure whose first publication was
// on or before the last day of t (and that is no more than a year old), and is estimated on pairs whose return was over, and its
// price known, by then. The pairs of the past are read the same way. The benchmark is the mean return of those pairs. A
// second model (the fair-value gap) can be put beside it: encompassing both ways.
//
// In sample the same pairs are used, all of them. Revised figures are those of the as-of date, dated by their first
// publication: see Series::first_known.
struct ReturnForecastQuestion {
  const Series* price = nullptr;
  std::string price_title = {};           // what tables call it; empty: its name
  std::vector<const Series*> predictors;  // of the price's frequency
  std::vector<std::string> names;
  // The other model of the same returns, e.g. ln(multiple) and its drivers: the gap to fair value, re-estimated at every step.
  std::vector<const Series*> other_predictors;
  std::vector<std::string> other_names;
  Index horizon = 12;
  Index first_window = 120;  // pairs before the first forecast
  Place place = {};
};

struct ReturnForecast {
  LongHorizonFit fit;     // whole sample
  RegressionTable table;  // Hodrick 1B
  std::vector<RegressionTable> others;
  Period forecast_from;  // the last period with a price and all predictors
  double forecast = 0;   // simple percent over the horizon, from what was known at its end
  double forecast_low = 0, forecast_high = 0;  // 90%, residual and parameter error (Hodrick 1B), normal
  // Walk-forward, by the date on which a forecast was made, those whose return is known.
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
  std::vector<double> fitted;  // in sample, by `ordinal` (the start of the return), log percent
  std::vector<std::string> words;
};

// O(T k^2). Throws UserError at the question's place:
//   event_frequency          a predictor of another frequency than the price's, daily and weekly prices
//   event_prices             a price at or below zero
//   regression_settings      a horizon below 1, no predictor, a first window of fewer than k + 2 pairs
//   regression_too_few       no forecast could be made, as series overlap too little; names the one that begins last
//   regression_no_variation, regression_collinear, regression_not_finite   as ols does
ReturnForecast return_forecast(const ReturnForecastQuestion& question);

}  // namespace rerate

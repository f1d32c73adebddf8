#pragma once

#include <span>
#include <vector>

namespace rerate {

// How good were probabilities against what happened (0 or 1)?
//
// All throw regression_too_few without any forecast, regression_not_finite (by row) for a missing or infinite one, and
// regression_settings for an outcome other than 0 and 1 or a probability outside [0, 1]. All but brier_score are O(n log n).

// Mean of (p - y)^2 (Brier 1950): 0 is perfect, 1/4 is a coin's.
double brier_score(std::span<const double> probability, std::span<const double> outcome);

// Brier's skill against always forecasting the base rate m of the same outcomes: 1 - brier / (m (1 - m)). NaN when only one
// outcome occurs.
double brier_skill(std::span<const double> probability, std::span<const double> outcome);

struct AreaUnderCurve {
  // Share of (event, non-event) pairs ranked right, ties half (Mann and Whitney 1947); NaN when only one outcome occurs.
  double area = 0.5;
  // DeLong, DeLong and Clarke-Pearson (1988); NaN with fewer than two of either. For independent observations: too small
  // when outcomes come in spells.
  double std_error = 0;
};
// `score` need not be a probability: any finite figure that ranks. From midranks (Sun and Xu 2014).
AreaUnderCurve area_under_curve(std::span<const double> score, std::span<const double> outcome);

// Reliability: forecasts in bins of equal count, with the mean forecast and the share that happened.
struct ReliabilityBin {
  double from = 0, to = 0;  // least and largest forecast in it
  int n = 0;
  double mean_forecast = 0, share = 0;
  double low = 0, high = 0;  // Wilson (1927) interval of the share at 95%, as if independent
};
// Equal forecasts stay in one bin, which can make bins uneven and fewer than asked for. Rising. `bins` at least 1, else
// regression_settings.
std::vector<ReliabilityBin> reliability(std::span<const double> probability, std::span<const double> outcome,
                                        int bins);

}  // namespace rerate

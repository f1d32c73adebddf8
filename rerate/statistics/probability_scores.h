#pragma once

#include <span>
#include <vector>

namespace rerate {

// How good were probabilities against what happened (0 or 1)?
double brier_score(std::span<const double> probability, std::span<const double> outcome);  // mean (p - y)^2
// Brier's skill against always forecasting the base rate of the same outcomes: 1 - brier / (m (1 - m)).
double brier_skill(std::span<const double> probability, std::span<const double> outcome);

struct AreaUnderCurve {
  double area = 0.5;     // share of (event, non-event) pairs ranked right, ties half (Mann and Whitney 1947)
  double std_error = 0;  // DeLong, DeLong and Clarke-Pearson (1988); independent observations
};
AreaUnderCurve area_under_curve(std::span<const double> score, std::span<const double> outcome);

// Reliability: forecasts in bins of equal count, with the mean forecast and the share that happened.
struct ReliabilityBin {
  double from = 0, to = 0;
  int n = 0;
  double mean_forecast = 0, share = 0;
  double low = 0, high = 0;  // Wilson (1927) interval of the share, as if independent
};
std::vector<ReliabilityBin> reliability(std::span<const double> probability, std::span<const double> outcome,
                                        int bins);

}  // namespace rerate

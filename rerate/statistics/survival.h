#pragma once

#include <span>
#include <vector>

namespace rerate {

// Kaplan and Meier (1958): the share of spells not yet over after a time, when some are still running (censored).
struct SurvivalStep {
  double time = 0;  // S falls here
  int at_risk = 0, events = 0,
      censored = 0;  // censored: since the step before, ties with the event counted after it
  double survival = 1;
  double std_error = 0;  // Greenwood (1926), of S
  double low = 0, high = 1;
};
struct SurvivalCurve {
  std::vector<SurvivalStep> steps;  // rising times, at event times only
  int n = 0, events = 0, censored = 0;
  double median = 0;  // least time with S <= 1/2; NaN when never reached
  double median_low = 0,
         median_high = 0;  // Brookmeyer and Crowley (1982), from the log-log band; NaN: not bounded
};

// `observed[i]` false: spell i was still running at duration[i]. Bands by the log-log transform (R: conf.type = "log-log").
// Throws regression_too_few with fewer than five spells, regression_settings for a negative or missing duration.
SurvivalCurve kaplan_meier(std::span<const double> duration, const std::vector<bool>& observed,
                           double level = 0.95);

}  // namespace rerate

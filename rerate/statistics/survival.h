#pragma once

#include <span>
#include <vector>

namespace rerate {

// Kaplan and Meier (1958): the share S of spells not yet over after a time, when some are still running (censored).
//
// At each time t at which spells ended, d of r at risk, S falls by the factor 1 - d / r. Greenwood's (1926) variance of ln S is
// the sum of d / (r (r - d)). The band is symmetric in ln(-ln S) (R: conf.type = "log-log"), so it stays within
// [0, 1]. Example: spells of 1, 2, 2+, 3, 4 and 6 years (+: still running) give S = 0.833, 0.667, 0.444,
// 0.222, 0; the median is 3 years.
struct SurvivalStep {
  double time = 0;  // S falls here
  // At risk just before. Censored since the step before: at its time or later, and before this one.
  int at_risk = 0, events = 0, censored = 0;
  double survival = 1;
  // Greenwood, of S. It and the band are NaN once nobody is left (S = 0): nothing bounds it then.
  double std_error = 0;
  double low = 0, high = 1;
};
struct SurvivalCurve {
  std::vector<SurvivalStep> steps;  // rising times, at event times only
  int n = 0, events = 0, censored = 0;
  // Least time with S <= 1/2 (R takes the middle of the step when S = 1/2 exactly); NaN when never reached.
  double median = 0;
  // Brookmeyer and Crowley (1982): least times at which the band's low and high are <= 1/2; NaN: not bounded.
  double median_low = 0, median_high = 0;
};

// `observed[i]` false: spell i was still running at duration[i]; one that runs at the time of another's end is at risk
// then. Throws regression_too_few with fewer than five ends, regression_not_finite for a missing or infinite
// duration, regression_settings for a negative one or a level outside (0, 1). O(n log n).
SurvivalCurve kaplan_meier(std::span<const double> duration, const std::vector<bool>& observed,
                           double level = 0.95);

}  // namespace rerate

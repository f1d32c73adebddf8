#pragma once

#include "rerate/regression/linear_algebra.h"
#include "rerate/time_series/unit_root.h"

namespace rerate {

// The regression of augmented_dickey_fuller on its own: what a plain test and one of a regression's residual share.
struct DickeyFuller {
  double tau = 0;
  int lags = 0, n = 0;
};

// `x` finite and not constant; `test` begins the messages.
DickeyFuller dickey_fuller(const Vector& x, const AdfSettings& settings, const std::string& test);

// Refuses a series shorter than kShortestTested.
void check_length(Index length, const std::string& test);

// "constant, 3 lags by BIC": how the settings and what they chose are told.
std::string told(Deterministic deterministic, LagRule rule, int lags);
std::string told(Deterministic deterministic);
std::string told_lags(int lags);

}  // namespace rerate

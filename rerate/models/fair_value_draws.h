#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rerate/models/horizon_errors.h"

namespace rerate {

struct FairValueBands {
  int draws = 2000;  // 0: only analytic; else 100..20000
  double level = 0.90;
  // Mean length in periods. 0: Politis-White of the filtered residuals, the larger of the two equations', at least two
  // horizons (when growth is estimated over more than one period) and at most a fifth of the common rows.
  double block_length = 0;
  std::uint64_t seed = 1;
};

// Joint stationary block bootstrap of the residuals of both equations on their common rows, drivers held: each draw re-estimates
// both sets of coefficients and draws one pair of errors over the horizon ahead, so the equations' errors keep their
// correlation.
//
// Coefficients. b* = b + (X'X)^-1 X'u*, with X the static design: in levels (1, x), also when b comes from dynamic
// OLS. The bootstrap then spreads b as long-run residuals u do, whose long-run variance is at least that of the residuals
// that leads and lags leave: with drivers that answer to the multiple the band is a little wide, never narrow. In
// differences X is (1, dx), for growth (1, z).
//
// Persistence. Residuals of levels, and overlapping ones, are highly autocorrelated, and blocks that fit into a sample break that: a
// block bootstrap of an AR(1) of 0.9 in 400 months with blocks of 30 loses a fifth of the long-run variance. So each residual
// is filtered by its own AR(1), blocks of pairs of what is left are drawn, and filtered back (the post-blackened bootstrap:
// Davison and Hinkley 1997, 8.2.3). The AR(1) is corrected for its small-sample bias, rho + (1 + 3 rho) / n (Kendall 1954),
// and bounded by 0.97 (Andrews and Monahan 1992).
//
// Blocks of two horizons hold an error of growth and the next one that does not overlap it.
//
// Size. Residuals are smaller than errors by what the fit takes up: a share k/n when errors are independent, more when they
// persist. The draws tell how much it is, E|X(b* - b)|^2, and both coefficients and errors are scaled up by it. Residuals
// also relate to each other by -1/n, being centred, which blocks of b add up to 2b/n of the long-run variance:
// coefficients are scaled up by that, too.
//
// Share of simulated systems in which the 90% band of the fair value (coefficients) holds the true one, and that of the level the
// realised one, a year ahead (system of fair_value_draws_test.cpp, 300 or 600 of each; rho is the AR(1) of the multiple's residual):
//     400 months, rho 0.5: 93.5 and 91.3%;   rho 0.9: 89.5 and 91.8%;   800 months, rho 0.5: 93.3 and 91.0%
//     100 quarters, rho 0.5: 89.3 and 91.0%; 400 months in differences: 95.3 and 92.3%
//     400 months, rho 0.7, dynamic OLS, drivers whose changes correlate 0.5 with the multiple's: 93.0 and 90.0%
// Without filter and scaling, by Politis and White's rule, the first two are 82 and 79% for the fair value.
struct FairValueDraws {
  Matrix multiple;        // draws x (1 + drivers): (a*, b*'); in differences the constant is 0
  Vector multiple_noise;  // error of the log multiple at the horizon
  Matrix growth;          // draws x (1 + drivers)
  Vector growth_noise;    // log percent
  double block_length = 0;
  Index blocks = 0;                                         // common rows / block length
  double correlation = 0;                                   // of the two errors over the horizon
  double multiple_persistence = 0, growth_persistence = 0;  // the AR(1) of each residual
  std::vector<std::string> words;                           // what was chosen and why
  bool empty() const { return multiple_noise.size() == 0; }
};

// An equation that is given keeps its coefficients; its standard deviation, if any, is drawn from a normal distribution into
// its constant. Empty when both are given, or draws = 0.
//
// Random numbers: block b of draw d is number d 2^32 + b of stream 1 of the seed, its pair of errors number d of stream 2.
// O(draws T k): some 10 ms for 2,000 draws, 870 rows, and five plus four coefficients. Same bits for any thread count.
// Throws UserError at the panel's place: fair_value_blocks when the common rows hold fewer than 5 blocks,
// regression_settings for settings outside what is said above.
FairValueDraws fair_value_draws(const FairValuePanel& panel, const MultipleEquation& multiple,
                                const GrowthEquation& growth, const FairValueBands& settings);

}  // namespace rerate

#pragma once

#include <string>
#include <vector>

#include "rerate/base/random_stream.h"
#include "rerate/rotation/past_trial.h"
#include "rerate/rotation/variants.h"

namespace rerate {

// How much of the study's own performance is luck? Two questions, of which neither answers the other: is it better than the
// benchmark by more than the best of the variants would be if none were (reality check, SPA, StepM); and is its Sharpe ratio more than
// the best of all definitions ever tried would have without skill (deflated Sharpe ratio)?
struct RotationLuck {
  // Over the variants of this run, of their net returns less the benchmark's (statistics/superior_predictive_ability.h).
  double reality_check_p = 1, spa_lower_p = 1, spa_p = 1, spa_upper_p = 1;
  double own_adjusted_p = 1;  // StepM's for the study's own definition
  std::size_t better = 0;     // variants that StepM calls better at the level asked for
  std::size_t best = 0;       // variant of the largest t
  double block_length = 1;    // months: Politis and White's of the study's own differential
  // Over all definitions ever run, here and before (of the same hash once, with this run's figures). Sharpe ratios per month of
  // returns over cash; those that do not exist count as trials, but not for the spread.
  std::size_t trials = 1, earlier = 0;  // distinct definitions; of them only in the ledger
  double spread = 0;                    // standard deviation of their Sharpe ratios
  double expected_best = 0;             // of so many trials without skill
  double probabilistic = 0,
         deflated = 0;  // probability that the true ratio is above 0, and above expected_best
  // The same of returns less the benchmark's: probability that the true information ratio is above that of the best of so many
  // definitions without skill, by the spread of those of this run. A premium that the benchmark has too does not pass it.
  double deflated_lead = 0;
  // backtest_overfitting.h, of returns over cash: 16 blocks of time, fewer (at least 4) where they would have less than 6
  // months. NaN, and 0 blocks, with fewer than 2 variants.
  double overfitting = 0, overfitting_loss = 0;
  int overfitting_blocks = 0;
  std::vector<double>
      sharpe_of_thirds;  // of the study's own, a year's: sub-period stability. NaN where it does not vary
  std::vector<double> variant_sharpes;  // a year's, of those that ran, ascending
  double own_rank = 0;  // share of the other variants with a lower Sharpe ratio; NaN without any
};
struct LuckQuestion {
  int draws = 1000;
  double level = 0.05;
};
// `benchmark` and `cash`: monthly returns over the common months of the runs. The study's own is variant 0, and ran.
// O(draws m T / block length) for m variants of T months, and as much again for 12,870 ways to halve 16 blocks. Throws
// UserError: regression_too_few (fewer than 10 months), regression_not_finite.
RotationLuck rotation_luck(const VariantRuns& runs, std::span<const double> benchmark,
                           std::span<const double> cash, const std::vector<Variant>& variants,
                           const std::vector<PastTrial>& past, const LuckQuestion& question,
                           const RandomStream& random);

}  // namespace rerate

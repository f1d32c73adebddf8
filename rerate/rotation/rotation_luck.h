#pragma once

#include <string>
#include <vector>

#include "rerate/base/random_stream.h"
#include "rerate/rotation/past_trial.h"
#include "rerate/rotation/variants.h"

namespace rerate {

// How much of the study's own performance is luck?
struct RotationLuck {
  // Over the variants of this run, against the benchmark (statistics/superior_predictive_ability.h).
  double reality_check_p = 1, spa_lower_p = 1, spa_p = 1, spa_upper_p = 1;
  double own_adjusted_p = 1;  // StepM's for the study's own definition
  std::size_t better = 0;     // variants that StepM calls better at 5%
  std::size_t best = 0;       // variant of the largest t
  double block_length = 1;
  // Over all definitions ever run, here and before. Sharpe ratios per month of returns over cash.
  std::size_t trials = 1, earlier = 0;  // distinct definitions; of them only in the ledger
  double spread = 0;                    // standard deviation of their Sharpe ratios
  double expected_best = 0;             // of so many trials without skill
  double probabilistic = 0,
         deflated = 0;  // probability that the true ratio is above 0, and above expected_best
  double overfitting = 0, overfitting_loss = 0;  // backtest_overfitting.h; NaN with fewer than 2 variants
  int overfitting_blocks = 0;
  std::vector<double> sharpe_of_thirds;  // of the study's own, a year's: sub-period stability
  std::vector<double> variant_sharpes;   // a year's, of those that ran, ascending
  double own_rank = 0;                   // share of variants with a lower Sharpe ratio
};
struct LuckQuestion {
  int draws = 1000;
  double level = 0.05;
};
// `benchmark` and `cash`: monthly returns over the common months of the runs. The study's own is variant 0.
RotationLuck rotation_luck(const VariantRuns& runs, std::span<const double> benchmark,
                           std::span<const double> cash, const std::vector<Variant>& variants,
                           const std::vector<PastTrial>& past, const LuckQuestion& question,
                           const RandomStream& random);

}  // namespace rerate

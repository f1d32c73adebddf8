#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace rerate {

// Probability of backtest overfitting by combinatorially symmetric cross-validation (Bailey, Borwein, Lopez de Prado and
// Zhu 2017): time in S blocks; in each of the S choose S/2 ways to take half of them, the rule with the largest Sharpe ratio
// on that half, and its rank among all rules on the other half, divided by their number + 1: w. If choosing the best helps,
// w stays above 1/2; of rules that differ by luck alone it is below as often.
struct BacktestOverfitting {
  double probability = 0;      // share of ways with w <= 1/2
  std::vector<double> logits;  // ln(w / (1 - w)), by way
  double performance_slope =
      0;  // of the chosen rule's ratio on the other half on that where it was chosen; NaN without any
  double probability_of_loss = 0;  // share of ways where its mean on the other half is below 0
};

// `performance` rule by rule: that of rule j is figures j T .. j T + T - 1 of rules x T. The first T mod S periods are left
// out so that blocks are equal. Ratios that are equal share their ranks; the first of equals is chosen; a rule that does not
// vary on a half has ratio 0 there.
//
// O(m T + ways m S), as many numbers of memory as rules x S; 12,870 ways for 16 blocks. Ways are taken in lexicographic order,
// the same bits come out for any thread count. Throws UserError: regression_settings (blocks odd or outside 4..20),
// regression_too_few (fewer than 2 rules, T < 2 S), regression_not_finite (names the rule by number from 1).
BacktestOverfitting backtest_overfitting(std::span<const double> performance, std::size_t rules, int blocks);

}  // namespace rerate

#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "rerate/base/random_stream.h"
#include "rerate/statistics/resampled_rules.h"

namespace rerate {

// Did the best of many rules beat the benchmark by more than luck? Every test resamples the same dates for all rules.
//
// A rule's differentials d_j1..d_jT are its performance less the benchmark's, period by period (net returns, say). Each
// draw of the stationary bootstrap (Politis and Romano 1994) gives means mean*_j. omega_j^2 = var(sqrt(T) mean*_j), the
// exact variance over all draws (Hansen 2005, section 3.2.2), and
//   t_j = sqrt(T) mean_j / omega_j, z*_j = sqrt(T) (mean*_j - mean_j) / omega*_j
// with omega*_j as in Studentised: omega_j again, as Hansen does, or the draw's own, as Romano and Wolf do.
//
// Reality check (White 2000): max_j sqrt(T) mean_j against max_j sqrt(T) (mean*_j - mean_j).
// Superior predictive ability (Hansen 2005): max(0, max_j t_j) against max(0, max_j z*_j + shift_j), where
//   lower       shift_j = min(t_j, 0): poor rules stay as poor as they look
//   consistent  shift_j = t_j where t_j <= -sqrt(2 ln ln T), else 0
//   upper       shift_j = 0: every rule as good as the benchmark, the least favourable case
// so lower p <= consistent p <= upper p.
// StepM, studentised (Romano and Wolf 2005; adjusted p-values as in their 2016 paper): rules in falling order of t_j, each
// against max z*_k over itself and those behind it, and never less than the p-value before it. The rules with
// adjusted_p <= alpha are better than the benchmark with a familywise error rate of alpha.
//
// Of 20 rules as good as the benchmark (T = 750, AR(1) of 0.1, blocks of 10), SPA and StepM call one better at 5% in about
// 5% of worlds with omegas of each draw, in 8% with omegas taken once, which takes half the time.
struct LuckSettings {
  double block_length = 1;  // mean block length, 1..T: see politis_white_block_length
  int draws = 1000;         // 1..1,000,000
  Studentised studentised = Studentised::each_draw;
};

struct LuckTests {
  double reality_check_p = 1;
  double spa_lower_p = 1, spa_consistent_p = 1, spa_upper_p = 1;
  double spa_statistic = 0;
  std::size_t best = 0;                // the rule of the largest t, the first of equals
  std::vector<double> mean, omega, t;  // by rule
  std::vector<double> adjusted_p;      // by rule: StepM
  // By draw, ascending: max(0, max_j z*_j), the best t that luck alone brought.
  std::vector<double> largest_of_draws;
};

// p = (1 + draws at least as large) / (1 + draws). A rule that does not vary (standard deviation at most 1e-12
// of its largest figure) has t = 0 and p = 1 and takes no part. Equal columns have equal figures, and the order of rules changes
// no bit; neither does the number of threads or the processor.
//
// A draw's means come from running totals of each rule, summed in twice the precision about its mean: a block costs two
// of them however long it is (rerate/statistics/drawn_differences.h), so that all draws take O(m draws T / block length)
// instead of the O(m draws T) of the matrix product they stand for. SeriesBlocks (stationary) gives the same dates.
// Memory O(rules + draws) beside some 100 MB, never rules x draws.
//
// Throws UserError: regression_too_few (T < 10, no rule), regression_not_finite (names the rule by number from 1, and
// the date), regression_settings.
LuckTests luck_tests(const DifferentialsOf& differentials, std::size_t rules, std::size_t dates,
                     const LuckSettings& settings, const RandomStream& random);

// Differentials rule by rule: those of rule j are figures j T .. j T + T - 1 of rules x T.
LuckTests luck_tests(std::span<const double> differentials, std::size_t rules, const LuckSettings& settings,
                     const RandomStream& random);

}  // namespace rerate

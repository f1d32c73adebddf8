#pragma once

#include <cstddef>
#include <span>

namespace rerate {

// The Sharpe ratio and what luck makes of it. All figures are per period of the returns unless a name says a year.
// Functions of returns throw UserError: regression_too_few (fewer than 2), regression_not_finite (by period).

// mean / standard deviation (n - 1) of excess returns; NaN when they do not vary (standard deviation at most 1e-12 of the
// largest return). O(n).
double sharpe_ratio(std::span<const double> excess);

// Times sqrt(periods a year), as if returns had no memory.
double annual_sharpe_ratio(std::span<const double> excess, double periods_a_year);

// Lo (2002, eq. 20): times q / sqrt(q + 2 sum_{k=1}^{q-1} (q - k) rho_k), q = periods a year, rho_k the sample's
// autocorrelations. NaN when the root has no real value. 1 <= q < n, else regression_settings or regression_too_few. O(q n).
double autocorrelation_adjusted_sharpe_ratio(std::span<const double> excess, int periods_a_year);

// What its distribution depends on.
struct SharpeSample {
  double n = 0;  // returns
  double ratio = 0;
  double skewness = 0,
         kurtosis = 3;  // third and fourth standardised moments (divisors n); 0 and 3 for a normal
};
SharpeSample sharpe_sample(std::span<const double> excess);

// Probability that the true ratio exceeds `benchmark` (Bailey and Lopez de Prado 2012, eq. 11):
//   Phi((s - s*) sqrt(n - 1) / sqrt(1 - g3 s + (g4 - 1)/4 s^2)), s the ratio, g3 skewness, g4 kurtosis.
// NaN when a figure is.
double probabilistic_sharpe_ratio(const SharpeSample& sample, double benchmark);

// The ratio that the best of `trials` rules without skill is expected to have, when their ratios are spread with standard
// deviation `spread` (Bailey and Lopez de Prado 2014, eq. 1 and appendix; c the Euler-Mascheroni constant):
//   spread ((1 - c) Phi^-1(1 - 1/N) + c Phi^-1(1 - 1/(N e))), and 0 for one trial.
// Trials that are alike count for less: N may be an effective number. spread >= 0 and N >= 1, else regression_settings.
double expected_best_sharpe_ratio(double spread, double trials);

// probabilistic_sharpe_ratio against expected_best_sharpe_ratio (2014, eq. 2).
//
// Their example: a ratio of 2.5 a year from 1,250 daily returns with skewness -3 and kurtosis 10, the best of 100 trials
// whose yearly ratios have variance 1/2. Per day the ratio is 2.5 / sqrt(250) = 0.1581, the spread sqrt(1/2 / 250), the
// best by luck 0.1132, and the deflated ratio 0.9004.
double deflated_sharpe_ratio(const SharpeSample& sample, double spread, double trials);

}  // namespace rerate

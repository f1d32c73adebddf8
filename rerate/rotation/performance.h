#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rerate/base/random_stream.h"
#include "rerate/models/band.h"
#include "rerate/rotation/backtest.h"

namespace rerate {

// How a portfolio did, from monthly simple returns. Sharpe and Sortino are of returns over cash, a year's (times sqrt(12));
// NaN when returns do not vary, or never fall short of cash. Wealth begins at 1, so that a fall in the first month counts.
//
// +10%, -50%, +20% with cash at 0: wealth 1.1, 0.55, 0.66; CAGR 0.66^4 - 1 = -81%, drawdown 50% with 2 months under water,
// hit rate 2/3.
//
// All functions of this header throw UserError: regression_too_few (fewer than 2 months), regression_not_finite (a missing
// return, or one of -100% and less where wealth is compounded); spans are of equal length. O(n) unless said.
struct PerformanceFigures {
  double cagr = 0;        // of wealth: prod(1 + r)^(12 / n) - 1
  double volatility = 0;  // a year's: sd (n - 1) sqrt(12)
  double sharpe = 0,
         sharpe_adjusted = 0;  // Lo (2002) for autocorrelation; NaN where it has none, and up to 12 months
  double sortino = 0;
  double max_drawdown = 0;        // 0..1
  Index longest_under_water = 0;  // months
  double hit_rate = 0;            // share of months above cash
};
PerformanceFigures performance(std::span<const double> returns, std::span<const double> cash);

// Against a benchmark, over the same months.
struct RelativeFigures {
  double information_ratio = 0;  // mean / sd of net less benchmark, a year's; NaN when they do not differ
  double tracking_error = 0, excess = 0;  // a year's: sd sqrt(12), mean times 12
  double beat_rate = 0;                   // share of months ahead
  // r - cash = alpha + beta (benchmark - cash): HAC errors (Bartlett, floor(4 (n/100)^(2/9)) lags), p of t(n - 2). NaN when
  // either does not vary; t and p NaN when the benchmark explains all.
  double alpha = 0, alpha_error = 0, alpha_t = 0, alpha_p = 1;  // a year's: times 12
  double beta = 0, beta_error = 0;
};
RelativeFigures relative_performance(std::span<const double> returns, std::span<const double> benchmark,
                                     std::span<const double> cash);

// Intervals by the stationary bootstrap: months are drawn in blocks, jointly for portfolio, benchmark and cash. Equal tails,
// over the draws that have the figure; none when fewer than half do. Draw d is that of SeriesBlocks, the same for any thread
// count. O(draws n).
struct PerformanceIntervals {
  Band cagr, volatility, sharpe, max_drawdown, information_ratio;
  Band sharpe_difference;   // Sharpe less the benchmark's, a year's
  double block_length = 1;  // Politis and White's of the excess return, at least 1
};
struct IntervalSettings {
  int draws = 1000;
  double level = 0.90;
};
PerformanceIntervals performance_intervals(std::span<const double> returns, std::span<const double> benchmark,
                                           std::span<const double> cash, const IntervalSettings& settings,
                                           const RandomStream& random);

// By stretches of time: decades, recessions and not, states of a regime. Months of no group are left out.
struct PerformanceGroup {
  std::string name;  // "1980s", "recession"
  Index months = 0;
  double mean = 0, benchmark_mean = 0, difference = 0;  // a year's: mean monthly return times 12
  // Of the difference: sums of its deviations from the group's mean, 0 in months outside it, with HAC errors over the
  // calendar (Bartlett, lags as above): the t of a regression on the group's indicator. NaN when they do not vary.
  double t = 0;
  double sharpe = 0, benchmark_sharpe = 0;
  double beat_rate = 0;
};
// group[i]: index into `names`, or -1. A group without months has NaN figures, with one month no t and no ratio.
std::vector<PerformanceGroup> performance_by_group(std::span<const double> returns,
                                                   std::span<const double> benchmark,
                                                   std::span<const double> cash, std::span<const int> group,
                                                   const std::vector<std::string>& names);

// Mean monthly rank correlation of score and return with a t that overlap does not inflate: equal-weighted cosine (Lazarus
// and others 2018) with floor(0.4 n^(2/3)) terms, at most n / (2 horizon), which are slower than the waves that overlapping
// by `horizon` months makes. NaN months are left out; without two that differ t and p are NaN.
struct RankCorrelation {
  double mean = 0, t = 0, p = 1, share_positive = 0;  // NaN without any month
  Index months = 0;
};
RankCorrelation rank_correlation(std::span<const double> by_month, int horizon);

// Information ratio over windows of `months` (at least 2), by month; NaN before the first. O(n months).
std::vector<double> rolling_information_ratio(std::span<const double> returns,
                                              std::span<const double> benchmark, int months);

}  // namespace rerate

#include "rerate/rotation/performance.h"

#include <cmath>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/rotation/return_differences.h"
#include "rerate/statistics/downside.h"
#include "rerate/statistics/drawdown.h"
#include "rerate/statistics/return_moments.h"
#include "rerate/statistics/sharpe_ratio.h"

namespace rerate {
namespace {

constexpr int kMonthsAYear = 12;

double adjusted_sharpe(std::span<const double> excess) {
  if (excess.size() <= kMonthsAYear) return std::numeric_limits<double>::quiet_NaN();
  return autocorrelation_adjusted_sharpe_ratio(excess, kMonthsAYear);
}

}  // namespace

PerformanceFigures performance(std::span<const double> returns, std::span<const double> cash) {
  const auto moments = return_moments(returns);
  const auto excess = return_differences(returns, cash);
  std::vector<double> wealth(returns.size() + 1);
  compound(returns, wealth);
  const auto drawdown = maximum_drawdown(wealth);
  PerformanceFigures figures;
  figures.cagr = reproducible_power(wealth.back(), kMonthsAYear / moments.n) - 1;
  figures.volatility = std::sqrt(kMonthsAYear * moments.square / (moments.n - 1));
  figures.sharpe = annual_sharpe_ratio(excess, kMonthsAYear);
  figures.sharpe_adjusted = adjusted_sharpe(excess);
  figures.sortino = std::sqrt(double{kMonthsAYear}) * sortino_ratio(excess);
  figures.max_drawdown = drawdown.depth;
  figures.longest_under_water = static_cast<Index>(drawdown.longest_under_water);
  figures.hit_rate = hit_rate(excess);
  return figures;
}

}  // namespace rerate

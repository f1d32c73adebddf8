#include <cmath>
#include <limits>

#include "rerate/regression/bandwidth.h"
#include "rerate/regression/kernel.h"
#include "rerate/rotation/performance.h"
#include "rerate/rotation/return_differences.h"
#include "rerate/statistics/downside.h"
#include "rerate/statistics/return_moments.h"
#include "rerate/statistics/sharpe_ratio.h"

namespace rerate {
namespace {

constexpr double kMonthsAYear = 12;
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

std::vector<double> of_group(const std::vector<double>& figures, std::span<const int> group, int which) {
  std::vector<double> chosen;
  for (std::size_t i = 0; i < figures.size(); ++i)
    if (group[i] == which) chosen.push_back(figures[i]);
  return chosen;
}

double mean_of(const std::vector<double>& figures) {
  double sum = 0;
  for (const double figure : figures) sum += figure;
  return sum / static_cast<double>(figures.size());
}

// Of the group's mean difference.
double t_of(const std::vector<double>& ahead, std::span<const int> group, int which) {
  const auto chosen = of_group(ahead, group, which);
  if (chosen.size() < 2 || !return_moments(chosen).varies) return kMissing;
  const double mean = return_moments(chosen).mean;
  Matrix deviations = Matrix::Zero(static_cast<Index>(ahead.size()), 1);
  for (std::size_t i = 0; i < ahead.size(); ++i)
    if (group[i] == which) deviations(static_cast<Index>(i), 0) = ahead[i] - mean;
  const auto bandwidth = static_cast<double>(rule_of_thumb_lags(deviations.rows()) + 1);
  const double square = kernel_sum(padded(deviations), Kernel::bartlett, bandwidth)(0, 0);
  return square > 0 ? mean * static_cast<double>(chosen.size()) / std::sqrt(square) : kMissing;
}

double ratio_of(const std::vector<double>& excess) {
  return excess.size() < 2 ? kMissing : annual_sharpe_ratio(excess, kMonthsAYear);
}

PerformanceGroup without_months(const std::string& name) {
  return {name, 0, kMissing, kMissing, kMissing, kMissing, kMissing, kMissing, kMissing};
}

}  // namespace

std::vector<PerformanceGroup> performance_by_group(std::span<const double> returns,
                                                   std::span<const double> benchmark,
                                                   std::span<const double> cash, std::span<const int> group,
                                                   const std::vector<std::string>& names) {
  RERATE_ASSERT(group.size() == returns.size(), "a group for each month");
  for (const auto figures : {returns, benchmark, cash}) return_moments(figures);  // refuses what is missing
  const std::vector<double> own(returns.begin(), returns.end()), other(benchmark.begin(), benchmark.end());
  const auto excess = return_differences(returns, cash);
  const auto benchmark_excess = return_differences(benchmark, cash);
  const auto ahead = return_differences(returns, benchmark);
  std::vector<PerformanceGroup> groups;
  for (int which = 0; which < static_cast<int>(names.size()); ++which) {
    auto one = without_months(names[static_cast<std::size_t>(which)]);
    const auto chosen = of_group(ahead, group, which);
    if (!chosen.empty()) {
      one.months = static_cast<Index>(chosen.size());
      one.mean = kMonthsAYear * mean_of(of_group(own, group, which));
      one.benchmark_mean = kMonthsAYear * mean_of(of_group(other, group, which));
      one.difference = kMonthsAYear * mean_of(chosen);
      one.t = t_of(ahead, group, which);
      one.sharpe = ratio_of(of_group(excess, group, which));
      one.benchmark_sharpe = ratio_of(of_group(benchmark_excess, group, which));
      one.beat_rate = hit_rate(chosen);
    }
    groups.push_back(std::move(one));
  }
  return groups;
}

}  // namespace rerate

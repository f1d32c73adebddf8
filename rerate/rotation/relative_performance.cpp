#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/regression/covariance.h"
#include "rerate/rotation/performance.h"
#include "rerate/rotation/return_differences.h"
#include "rerate/statistics/downside.h"
#include "rerate/statistics/return_moments.h"
#include "rerate/statistics/sharpe_ratio.h"

namespace rerate {
namespace {

constexpr double kMonthsAYear = 12;
constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

Vector as_vector(const std::vector<double>& figures) {
  return Eigen::Map<const Vector>(figures.data(), static_cast<Index>(figures.size()));
}

bool can_be_regressed(const std::vector<double>& excess, const std::vector<double>& benchmark_excess) {
  return excess.size() > 2 && return_moments(excess).varies && return_moments(benchmark_excess).varies;
}

void regress(const std::vector<double>& excess, const std::vector<double>& benchmark_excess,
             RelativeFigures& figures) {
  figures.alpha = figures.alpha_error = figures.alpha_t = figures.alpha_p = kMissing;
  figures.beta = figures.beta_error = kMissing;
  if (!can_be_regressed(excess, benchmark_excess)) return;
  auto design = constant_design(static_cast<Index>(excess.size()));
  design.append("benchmark", as_vector(benchmark_excess));
  const auto fit = ols(as_vector(excess), design);
  const auto errors = covariance(design, fit, {CovarianceKind::hac});
  figures.alpha = kMonthsAYear * fit.coefficients(0);
  figures.beta = fit.coefficients(1);
  figures.alpha_error = kMonthsAYear * errors.std_error(0);
  figures.beta_error = errors.std_error(1);
  // What rounding leaves is no error to judge by.
  if (fit.ssr <= 1e-24 * fit.tss) {
    figures.alpha = figure_difference(figures.alpha, 0);
    return;
  }
  figures.alpha_t = figures.alpha / figures.alpha_error;
  figures.alpha_p = errors.p_value(figures.alpha_t);
}

}  // namespace

RelativeFigures relative_performance(std::span<const double> returns, std::span<const double> benchmark,
                                     std::span<const double> cash) {
  const auto ahead = return_differences(returns, benchmark);
  const auto moments = return_moments(ahead);
  RelativeFigures figures;
  figures.information_ratio = annual_sharpe_ratio(ahead, kMonthsAYear);
  figures.tracking_error = std::sqrt(kMonthsAYear * moments.square / (moments.n - 1));
  figures.excess = kMonthsAYear * moments.mean;
  figures.beat_rate = hit_rate(ahead);
  regress(return_differences(returns, cash), return_differences(benchmark, cash), figures);
  return figures;
}

std::vector<double> rolling_information_ratio(std::span<const double> returns,
                                              std::span<const double> benchmark, int months) {
  RERATE_ASSERT(months >= 2, "a window of two months and more");
  const auto ahead = return_differences(returns, benchmark);
  const auto window = static_cast<std::size_t>(months);
  std::vector<double> ratios(ahead.size(), kMissing);
  for (std::size_t end = window; end <= ahead.size(); ++end)
    ratios[end - 1] = annual_sharpe_ratio(std::span(ahead).subspan(end - window, window), kMonthsAYear);
  return ratios;
}

}  // namespace rerate

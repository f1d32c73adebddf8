#include "rerate/statistics/sharpe_ratio.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "rerate/base/error.h"
#include "rerate/statistics/distributions.h"
#include "rerate/statistics/return_moments.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

double ratio_of(const ReturnMoments& moments) {
  return moments.varies ? moments.mean / std::sqrt(moments.square / (moments.n - 1)) : kMissing;
}

double autocorrelation(std::span<const double> x, const ReturnMoments& moments, std::size_t lag) {
  double sum = 0;
  for (std::size_t t = lag; t < x.size(); ++t) sum += (x[t] - moments.mean) * (x[t - lag] - moments.mean);
  return sum / moments.square;
}

}  // namespace

double sharpe_ratio(std::span<const double> excess) { return ratio_of(return_moments(excess)); }

double annual_sharpe_ratio(std::span<const double> excess, double periods_a_year) {
  if (!(periods_a_year > 0) || !std::isfinite(periods_a_year))
    refuse(ErrorCode::regression_settings, fmt::format("periods a year must be above 0: {}", periods_a_year));
  return std::sqrt(periods_a_year) * sharpe_ratio(excess);
}

double autocorrelation_adjusted_sharpe_ratio(std::span<const double> excess, int periods_a_year) {
  if (periods_a_year < 1)
    refuse(ErrorCode::regression_settings,
           fmt::format("periods a year must be at least 1: {}", periods_a_year));
  if (excess.size() <= static_cast<std::size_t>(periods_a_year))
    refuse(ErrorCode::regression_too_few,
           fmt::format("autocorrelations over a year of {} periods need more returns: {}", periods_a_year,
                       excess.size()));
  const auto moments = return_moments(excess);
  if (!moments.varies) return kMissing;
  double variance = periods_a_year;  // of a year's return, in variances of a period's
  for (int lag = 1; lag < periods_a_year; ++lag)
    variance += 2 * (periods_a_year - lag) * autocorrelation(excess, moments, static_cast<std::size_t>(lag));
  return variance > 0 ? ratio_of(moments) * periods_a_year / std::sqrt(variance) : kMissing;
}

SharpeSample sharpe_sample(std::span<const double> excess) {
  const auto moments = return_moments(excess);
  SharpeSample sample{moments.n, ratio_of(moments), kMissing, kMissing};
  if (!moments.varies) return sample;
  const double deviation = std::sqrt(moments.square / moments.n);
  double cube = 0, fourth = 0;
  for (const double figure : excess) {
    const double z = (figure - moments.mean) / deviation, square = z * z;
    cube += square * z;
    fourth += square * square;
  }
  sample.skewness = cube / moments.n;
  sample.kurtosis = fourth / moments.n;
  return sample;
}

double probabilistic_sharpe_ratio(const SharpeSample& sample, double benchmark) {
  const double s = sample.ratio, ahead = s - benchmark;
  const double variance = 1 - sample.skewness * s + (sample.kurtosis - 1) / 4 * s * s;
  if (std::isnan(ahead) || std::isnan(variance) || !(sample.n > 1)) return kMissing;
  // Only two different returns can bring it to nothing, and then but for rounding.
  if (variance <= 0) return ahead == 0 ? 0.5 : ahead > 0 ? 1 : 0;
  return normal_cdf(ahead * std::sqrt(sample.n - 1) / std::sqrt(variance));
}

double expected_best_sharpe_ratio(double spread, double trials) {
  constexpr double kEulerMascheroni = 0.57721566490153286061, kE = 2.71828182845904523536;
  if (!(spread >= 0) || !std::isfinite(spread))
    refuse(ErrorCode::regression_settings,
           fmt::format("the spread of Sharpe ratios must be at least 0: {}", spread));
  if (!(trials >= 1) || !std::isfinite(trials))
    refuse(ErrorCode::regression_settings,
           fmt::format("the number of trials must be at least 1: {}", trials));
  if (trials == 1) return 0;
  const double best = -(1 - kEulerMascheroni) * normal_quantile(1 / trials) -
                      kEulerMascheroni * normal_quantile(1 / (trials * kE));
  return spread * (best > 0 ? best : 0);  // an effective number of trials may lie between 1 and 2
}

double deflated_sharpe_ratio(const SharpeSample& sample, double spread, double trials) {
  return probabilistic_sharpe_ratio(sample, expected_best_sharpe_ratio(spread, trials));
}

}  // namespace rerate

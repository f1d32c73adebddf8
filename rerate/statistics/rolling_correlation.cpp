#include "rerate/statistics/rolling_correlation.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/base/error.h"
#include "rerate/statistics/correlation.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

double mean_of(std::span<const double> x) {
  double sum = 0;
  for (const double value : x) sum += value;
  return sum / static_cast<double>(x.size());
}

// Whether rounding alone could make these deviations: a window in which a standardised series stands still.
bool stands_still(double squares, std::size_t count) {
  constexpr double kRounding = 1e-26;
  return squares <= kRounding * static_cast<double>(count);
}

double window_correlation(std::span<const double> x, std::span<const double> y) {
  const double mean_x = mean_of(x), mean_y = mean_of(y);
  double xx = 0, yy = 0, xy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double a = x[i] - mean_x, b = y[i] - mean_y;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  if (stands_still(xx, x.size()) || stands_still(yy, y.size())) return kMissing;
  return std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0);
}

// Of a standardised series.
double autocorrelation(const std::vector<double>& z, std::size_t lag) {
  double sum = 0;
  for (std::size_t t = 0; t + lag < z.size(); ++t) sum += z[t] * z[t + lag];
  return sum / static_cast<double>(z.size());
}

double hyperbolic_tangent(double x) {
  const double twice = reproducible_exp(-2 * std::fabs(x));
  return std::copysign((1 - twice) / (1 + twice), x);
}

}  // namespace

std::vector<double> rolling_correlation(std::span<const double> x, std::span<const double> y,
                                        std::size_t window) {
  RERATE_ASSERT(x.size() == y.size() && window >= 2, "series of one length and a window");
  if (x.size() < window) return {};
  const auto a = standardised(x), b = standardised(y);
  std::vector<double> rolling(x.size() - window + 1, kMissing);
  if (a.empty() || b.empty()) return rolling;
  for (std::size_t i = 0; i < rolling.size(); ++i)
    rolling[i] = window_correlation(std::span(a).subspan(i, window), std::span(b).subspan(i, window));
  return rolling;
}

double effective_sample(std::span<const double> x, std::span<const double> y, std::size_t window) {
  RERATE_ASSERT(x.size() == y.size() && window >= 1, "series of one length and a window");
  const auto a = standardised(x), b = standardised(y);
  if (a.empty() || b.empty()) return kMissing;
  const auto length = static_cast<double>(window);
  double inflation = 1;
  for (std::size_t lag = 1; lag <= std::min(window - 1, x.size() / 4); ++lag)
    inflation +=
        2 * (1 - static_cast<double>(lag) / length) * autocorrelation(a, lag) * autocorrelation(b, lag);
  return length / std::clamp(inflation, 1.0, length);
}

FisherBand::FisherBand(double effective, double level) : reach_(kMissing) {
  RERATE_ASSERT(level > 0 && level < 1, "coverage of a band");
  if (effective > 3) reach_ = hyperbolic_tangent(normal_quantile((1 + level) / 2) / std::sqrt(effective - 3));
}

bool FisherBand::exists() const { return !std::isnan(reach_); }

// tanh(a +- b) of a = atanh r, by the addition theorem: no logarithm a point.
Interval FisherBand::of(double correlation) const {
  return {(correlation - reach_) / (1 - correlation * reach_),
          (correlation + reach_) / (1 + correlation * reach_)};
}

}  // namespace rerate

#include "rerate/regression/bandwidth.h"

#include <algorithm>
#include <cmath>

#include "rerate/base/elementary.h"
#include "rerate/base/error.h"

namespace rerate {
namespace {

struct Autoregression {
  double slope, variance;  // of the errors: their squares over the rows they were fitted on
};

Autoregression autoregression(const Vector& x) {
  const Index n = x.size() - 1;
  const Vector before = x.head(n).array() - x.head(n).mean();
  const Vector after = x.tail(n).array() - x.tail(n).mean();
  const double slope = before.dot(after) / before.squaredNorm();
  return {slope, (after - slope * before).squaredNorm() / static_cast<double>(n)};
}

double squared(double x) { return x * x; }
double fourth(double x) { return squared(squared(x)); }

// c and the power's inverse in bandwidth = c (alpha n)^(1/power).
struct Rate {
  double constant, power;
};

Rate rate(Kernel kernel) {
  switch (kernel) {
    case Kernel::bartlett: return {1.1447, 3};
    case Kernel::parzen: return {2.6614, 5};
    case Kernel::quadratic_spectral: return {1.3221, 5};
    case Kernel::truncated: break;
  }
  return {0.6611, 5};
}

double growing(Kernel kernel, double alpha_and_rows) {
  const auto [constant, power] = rate(kernel);
  return constant * reproducible_power(alpha_and_rows, 1 / power);
}

// (n/100)^(p/q) times `factor`, rounded down.
Index rounded_growth(double factor, Index rows, double exponent) {
  return static_cast<Index>(
      std::floor(factor * reproducible_power(static_cast<double>(rows) / 100, exponent)));
}

Index autocovariances(Kernel kernel, Index rows, bool prewhitened) {
  const double factor = prewhitened ? 3 : 4;
  switch (kernel) {
    case Kernel::bartlett: return rounded_growth(factor, rows, 2.0 / 9);
    case Kernel::parzen: return rounded_growth(factor, rows, 4.0 / 25);
    case Kernel::quadratic_spectral: return rounded_growth(factor, rows, 2.0 / 25);
    case Kernel::truncated: break;
  }
  refuse(ErrorCode::regression_settings, "bandwidth rule `newey-west` has no form for the truncated kernel",
         "Give the bandwidth, or take another kernel.");
}

}  // namespace

double andrews_bandwidth(const Matrix& moments, const Vector& weights, Kernel kernel) {
  double curvature = 0, level = 0;
  for (Index j = 0; j < moments.cols(); ++j) {
    if (weights[j] == 0) continue;
    const auto [slope, variance] = autoregression(moments.col(j));
    const double share = weights[j] * squared(variance), rest = 1 - slope;
    level += share / fourth(rest);
    const double above = share * 4 * squared(slope) / (fourth(rest) * squared(rest));
    curvature += kernel == Kernel::bartlett ? above / squared(1 + slope) : above / squared(rest);
  }
  return growing(kernel, static_cast<double>(moments.rows()) * curvature / level);
}

double newey_west_bandwidth(const Matrix& moments, const Vector& weights, Kernel kernel, Index prewhitened) {
  const Index n = moments.rows(), all = n + prewhitened;
  const Index lags = std::min(autocovariances(kernel, all, prewhitened > 0), n - 1);
  const Vector series = moments * weights;
  double level = series.squaredNorm(), slope = 0;
  for (Index lag = 1; lag <= lags; ++lag) {
    const double both = 2 * series.head(n - lag).dot(series.tail(n - lag)), j = static_cast<double>(lag);
    level += both;
    slope += (kernel == Kernel::bartlett ? j : j * j) * both;
  }
  return growing(kernel, squared(slope / level) * static_cast<double>(all));
}

// The largest L with (L / 4)^9 <= (n / 100)^2, found in whole numbers (exact in doubles up to n = 100,000).
Index rule_of_thumb_lags(Index rows) {
  const double n = static_cast<double>(rows), limit = n * n * 262144;  // 4^9
  const auto fits = [&](double lags) { return lags * squared(fourth(lags)) * 10000 <= limit; };
  Index lags = 0;
  while (fits(static_cast<double>(lags + 1))) ++lags;
  return lags;
}

double lazarus_bandwidth(Index rows) { return std::ceil(1.3 * std::sqrt(static_cast<double>(rows))); }

}  // namespace rerate

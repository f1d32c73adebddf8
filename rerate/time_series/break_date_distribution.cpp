#include "rerate/time_series/break_date_distribution.h"

#include <algorithm>
#include <cmath>

#include "rerate/base/elementary.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

constexpr double kInverseRootTwoPi = 0.398942280401432677939946;

// P(Z > t) exp(t^2 / 2) for t >= 0, which neither under- nor overflows.
double scaled_normal_tail(double t) {
  if (t < 2) return normal_cdf(-t) * reproducible_exp(t * t / 2);
  // Laplace's continued fraction; from t = 2 on, 80 terms leave less than 1e-17.
  double fraction = t;
  for (int term = 80; term > 0; --term) fraction = t + term / fraction;
  return kInverseRootTwoPi / fraction;
}

// Left of zero, P(argmax <= -x); Bai's G with exp(-x / 8) taken out of each term.
double left_tail(double x, double xi, double phi) {
  const double ratio = xi / phi, root = std::sqrt(x);
  const double crossing = phi / xi * (phi + 2 * xi) / (phi + xi);
  const double linear = x / 2 - 2 + (phi + 2 * xi) * (phi + 2 * xi) / ((phi + xi) * xi);
  return reproducible_exp(-x / 8) *
         (-root * kInverseRootTwoPi - crossing * scaled_normal_tail((0.5 + ratio) * root) +
          linear * scaled_normal_tail(root / 2));
}

// Right of zero, P(argmax > x).
double right_tail(double x, double xi, double phi) {
  const double signal = xi * xi / phi, root = std::sqrt(x);
  const double crossing = xi / phi * (2 * phi + xi) / (phi + xi);
  const double linear = (2 * phi + xi) * (2 * phi + xi) / ((phi + xi) * phi) - 2 + signal * x / 2;
  return reproducible_exp(-signal * x / 8) *
         (-std::sqrt(signal * x) * kInverseRootTwoPi -
          crossing * scaled_normal_tail((phi + xi / 2) / std::sqrt(phi) * root) +
          linear * scaled_normal_tail(std::sqrt(signal * x) / 2));
}

// Where a falling tail crosses `share`, which it exceeds at zero: a doubled bracket, then false position with the
// Illinois rule (about ten evaluations).
template <class Tail>
std::optional<double> crossing_point(Tail tail, double share) {
  double low = 0, above = tail(0.0) - share;
  double high = 1, below = tail(high) - share;
  while (below > 0) {
    low = high, above = below;
    high *= 2;
    if (high > 1e15) return std::nullopt;
    below = tail(high) - share;
  }
  int kept_high = 0, kept_low = 0;  // times in a row that an end stayed: its value is then halved
  for (int step = 0; step < 200 && high - low > 1e-12 * high; ++step) {
    const double middle = std::clamp(low + (high - low) * above / (above - below), low, high);
    const double there = tail(middle) - share;
    if (there == 0) return middle;
    if (there > 0) {
      low = middle, above = there, kept_low = 0;
      if (++kept_high > 1) below /= 2;
    } else {
      high = middle, below = there, kept_high = 0;
      if (++kept_low > 1) above /= 2;
    }
  }
  return (low + high) / 2;
}

bool usable(double parameter) { return std::isfinite(parameter) && parameter > 0; }

}  // namespace

double BreakDateDistribution::cdf(double x) const {
  return x < 0 ? left_tail(-x, xi, phi) : 1 - right_tail(x, xi, phi);
}

std::optional<BreakDateDistribution::Interval> BreakDateDistribution::interval(double level) const {
  if (!usable(xi) || !usable(phi)) return std::nullopt;
  const double outside = (1 - level) / 2;
  const double at_zero = cdf(0);
  if (!(at_zero >= outside && at_zero <= 1 - outside)) return std::nullopt;
  const auto low = crossing_point([&](double x) { return left_tail(x, xi, phi); }, outside);
  const auto high = crossing_point([&](double x) { return right_tail(x, xi, phi); }, outside);
  if (!low || !high) return std::nullopt;
  return Interval{-*low, *high};
}

}  // namespace rerate

#include "rerate/regression/fixed_b.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "rerate/base/elementary.h"
#include "rerate/base/error.h"
#include "rerate/statistics/distributions.h"
#include "rerate/statistics/quad_precision.h"

namespace rerate {
namespace {

// The integrand is smooth and, continued, periodic: the midpoint rule converges faster than any power.
constexpr int nodes = 16;

// The kernel is sampled at this many points within its own width b, as far as most_points allow.
constexpr double points_in_width = 4;
constexpr int least_points = 64, most_points = 1024;

// sin^2 of the midpoints of `nodes` parts of (0, pi/2).
std::array<double, nodes> squared_sines() {
  std::array<double, nodes> squares{};
  for (int i = 0; i < nodes; ++i) {
    const Quad sine = quad_sin((2 * i + 1) * quad_pi / (4 * nodes));
    squares[static_cast<std::size_t>(i)] = static_cast<double>(sine * sine);
  }
  return squares;
}

// E exp(-s Q / 2) at `points` dates: det(I + s P K P / points)^(-1/2), K the Toeplitz matrix of Bartlett weights, P taking
// out means. With T = I + s K / points that determinant is det(T) 1'T^-1 1 / points, and Durbin's recursion (1960) yields
// both: prediction variances v and, at each order, the error of predicting a one from ones.
double transform(double s, double b, int points) {
  const double width = b * points, scale = s / points;
  const int lags = std::min(points - 1, static_cast<int>(std::ceil(width)) - 1);
  std::vector<double> weights(static_cast<std::size_t>(lags) + 1);
  for (int lag = 0; lag <= lags; ++lag) weights[static_cast<std::size_t>(lag)] = scale * (1 - lag / width);

  double variance = 1 + weights[0], determinant = variance, precision = 1 / variance;
  std::vector<double> predictor(static_cast<std::size_t>(points)), mirrored(predictor.size());
  for (int order = 1; order < points; ++order) {
    double covered = order <= lags ? weights[static_cast<std::size_t>(order)] : 0;
    for (int lag = 1; lag <= std::min(lags, order - 1); ++lag)
      covered -=
          predictor[static_cast<std::size_t>(order - lag - 1)] * weights[static_cast<std::size_t>(lag)];
    const double reflection = covered / variance;
    const auto end = predictor.begin() + order - 1;
    std::reverse_copy(predictor.begin(), end, mirrored.begin());
    double rest = 1 - reflection;
    for (std::size_t j = 0; j + 1 < static_cast<std::size_t>(order); ++j) {
      predictor[j] -= reflection * mirrored[j];
      rest -= predictor[j];
    }
    *end = reflection;
    variance *= 1 - reflection * reflection;
    determinant *= variance;  // infinite for far tails, where the transform is nothing
    precision += rest * rest / variance;
  }
  return 1 / std::sqrt(determinant * (precision / points));
}

double sampled_p_value(double t, double b, int points) {
  static const auto squares = squared_sines();
  double sum = 0;
  for (const double square : squares) sum += transform(t * t / square, b, points);
  return sum / nodes;
}

}  // namespace

double fixed_b_p_value(double t, double b) {
  RERATE_ASSERT(b > 0 && b <= 1, "a bandwidth within the sample");
  if (std::isnan(t)) return t;
  if (std::fabs(t) > 1e6) return 0;  // to the last bit, long before squares overflow
  const int points = std::clamp(static_cast<int>(std::ceil(points_in_width / b)), least_points, most_points);
  // The error of sampling falls with the square of the number of points: Richardson takes its leading part out.
  const double coarse = sampled_p_value(t, b, points), fine = sampled_p_value(t, b, 2 * points);
  return std::clamp((4 * fine - coarse) / 3, 0.0, 1.0);
}

double fixed_b_critical_value(double b, double level) {
  RERATE_ASSERT(level > 0 && level < 1, "a coverage between 0 and 1");
  const double target = reproducible_log(1 - level);
  const auto distance = [&](double c) { return reproducible_log(fixed_b_p_value(c, b)) - target; };
  double low = 0, at_low = -target, high = 2 * normal_quantile((1 + level) / 2), at_high = distance(high);
  while (at_high > 0) {
    low = high;
    at_low = at_high;
    at_high = distance(high *= 2);
  }
  // False position, halving an end's value when it stays twice (the Illinois rule): some eight steps.
  for (int step = 0, stayed = 0; step < 60 && high - low > 1e-9 * high; ++step) {
    const double middle =
        std::isinf(at_high) ? (low + high) / 2 : (low * at_high - high * at_low) / (at_high - at_low);
    const double at_middle = distance(middle);
    if (std::fabs(at_middle) < 1e-9) return middle;
    const bool from_above = at_middle < 0;
    (from_above ? high : low) = middle;
    (from_above ? at_high : at_low) = at_middle;
    if (stayed == (from_above ? 1 : -1)) (from_above ? at_low : at_high) /= 2;
    stayed = from_above ? 1 : -1;
  }
  return (low + high) / 2;
}

}  // namespace rerate

#include "rerate/statistics/distributions.h"

#include <cmath>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/statistics/incomplete_functions.h"
#include "rerate/statistics/quad_precision.h"

namespace rerate {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double most_degrees = 1e8;  // beyond, the continued fractions take tens of milliseconds

bool positive(double x) { return x > 0; }  // false for NaN
bool is_share(double share) { return share >= 0 && share <= 1; }

Quad normal_tail(Quad x) { return quad_erfc(x * quad_half_root) / 2; }
Quad normal_density(Quad x) { return quad_exp(-x * x / 2) / quad_root_of_two_pi; }

// Abramowitz and Stegun (1964, 26.2.23): within 4.5e-4 of the point that leaves `tail` <= 1/2 above it.
double rough_normal_point(double tail) {
  const double t = std::sqrt(-2 * reproducible_log(tail));
  return t -
         (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
}

// The point that leaves `tail` in (0, 1/2] above it: two steps of Halley's method, each cubing the error.
Quad normal_point(Quad tail) {
  Quad x = rough_normal_point(static_cast<double>(tail));
  for (int step = 0; step < 2; ++step) {
    const Quad u = (normal_tail(x) - tail) / normal_density(x);
    x += u / (1 - u * x / 2);
  }
  return x;
}

// The smaller of the two sides of a share, exactly.
Quad smaller_side(double share) {
  return share < 0.5 ? static_cast<Quad>(share) : 1 - static_cast<Quad>(share);
}

// P(|T| > t) and P(|T| <= t), each to full relative precision: the incomplete beta function at
// nu / (nu + t^2), where 1 minus that is exact as t^2 / (nu + t^2).
template <class Real>
struct TwoSidedT {
  Real nu, log_beta;

  explicit TwoSidedT(double degrees)
      : nu(degrees), log_beta(static_cast<Real>(quad_log_beta(nu / 2, Quad{0.5}))) {}
  BetaPair<Real> sides(Real t) const {
    const Real square = t * t, whole = nu + square;
    return incomplete_beta<Real>(nu / 2, Real{0.5}, nu / whole, square / whole, log_beta);
  }
  // t times the density of |T|.
  Real slope(Real t) const {
    const Real square = t * t, whole = nu + square;
    return 2 * beta_power<Real>(nu / 2, Real{0.5}, nu / whole, square / whole, log_beta);
  }
};

// A start far left of the root sees a slope of almost nothing; where quad precision is needed, t is far right.
template <class Real>
inline constexpr double most_change = sizeof(Real) > 8 ? 5000 : 4;

// Newton's method on the logarithm of a side as a function of ln t, where both sides are concave: from the right
// of the root it converges whatever the tail.
template <class Real>
Real newton_step(const TwoSidedT<Real>& law, Real t, Quad target, bool central) {
  const auto sides = law.sides(t);
  const Real side = central ? sides.complement : sides.value;
  const Real distance = logarithm<Real>(side / static_cast<Real>(target));
  const Real elasticity = law.slope(t) / side;
  const Real change = central ? -distance / elasticity : distance / elasticity;
  return t * exponential<Real>(change > most_change<Real> ? Real{most_change<Real>} : change);
}

// Cornish and Fisher's expansion (Abramowitz and Stegun 26.7.5), near enough to start from.
double rough_t_point(double z, double nu) {
  const double square = z * z;
  return z * (1 + (square + 1) / (4 * nu) + (square * (5 * square + 16) + 3) / (96 * nu * nu));
}

// To about 12 digits, in doubles; NaN when the squares that it takes overflow.
double settled_t_point(double start, double nu, Quad target, bool central) {
  const TwoSidedT<double> law(nu);
  double t = start;
  for (int step = 0; step < 100; ++step) {
    const double next = newton_step(law, t, target, central);
    const bool settled = !(std::fabs(next - t) > 1e-12 * t);
    t = next;
    if (settled) break;
  }
  return t;
}

Quad t_point(Quad tail, double nu) {
  const bool central = tail > Quad{0.25};
  const Quad target = central ? 1 - 2 * tail : 2 * tail;
  const TwoSidedT<Quad> law(nu);
  const double start = rough_t_point(static_cast<double>(normal_point(tail)), nu);
  const double rough = settled_t_point(start, nu, target, central);
  if (std::isfinite(rough)) return newton_step<Quad>(law, rough, target, central);
  Quad t = 1e100;
  for (int step = 0; step < 4; ++step) t = newton_step(law, t, target, central);
  return t;
}

double quantile_from(double share, Quad (*point)(Quad tail, double nu), double nu) {
  if (!is_share(share)) return not_a_number;
  if (share == 0 || share == 1) return share == 0 ? -infinity : infinity;
  if (share == 0.5) return 0;
  const auto distance = static_cast<double>(point(smaller_side(share), nu));
  return share < 0.5 ? -distance : distance;
}

Quad t_two_sided(double statistic, double nu) {
  return TwoSidedT<Quad>(nu).sides(static_cast<Quad>(std::fabs(statistic))).value;
}

}  // namespace

double normal_cdf(double x) {
  if (std::isnan(x)) return x;
  return static_cast<double>(normal_tail(-static_cast<Quad>(x)));
}

double normal_quantile(double share) {
  return quantile_from(
      share, [](Quad tail, double) { return normal_point(tail); }, 0);
}

double student_t_cdf(double x, double degrees_of_freedom) {
  if (std::isnan(x) || !positive(degrees_of_freedom)) return not_a_number;
  if (degrees_of_freedom > most_degrees || std::isinf(x)) return normal_cdf(x);
  const Quad tail = t_two_sided(x, degrees_of_freedom) / 2;
  return static_cast<double>(x < 0 ? tail : 1 - tail);
}

double student_t_quantile(double share, double degrees_of_freedom) {
  if (!positive(degrees_of_freedom)) return not_a_number;
  if (degrees_of_freedom > most_degrees) return normal_quantile(share);
  return quantile_from(share, t_point, degrees_of_freedom);
}

double student_t_two_sided_p(double statistic, double degrees_of_freedom) {
  if (std::isnan(statistic) || !positive(degrees_of_freedom)) return not_a_number;
  if (std::isinf(statistic)) return 0;
  if (degrees_of_freedom > most_degrees)
    return static_cast<double>(2 * normal_tail(static_cast<Quad>(std::fabs(statistic))));
  return static_cast<double>(t_two_sided(statistic, degrees_of_freedom));
}

double gamma_tail(double x, double shape, double scale) {
  if (std::isnan(x) || !positive(shape) || !positive(scale) || shape > most_degrees || std::isinf(scale))
    return not_a_number;
  if (x <= 0) return 1;
  if (std::isinf(x)) return 0;
  return static_cast<double>(incomplete_gamma_tail(shape, static_cast<Quad>(x) / static_cast<Quad>(scale)));
}

double chi_squared_tail(double x, double degrees_of_freedom) {
  return degrees_of_freedom > most_degrees ? not_a_number : gamma_tail(x, degrees_of_freedom / 2, 2);
}

double f_tail(double x, double numerator, double denominator) {
  if (std::isnan(x) || !positive(numerator) || !positive(denominator)) return not_a_number;
  if (x <= 0) return 1;
  if (std::isinf(x)) return 0;
  const bool many_above = numerator > most_degrees, many_below = denominator > most_degrees;
  if (many_above && many_below) return x < 1 ? 1 : 0;
  if (many_below) return chi_squared_tail(x * numerator, numerator);
  // The denominator's chi-squared below 1 / x of its degrees of freedom.
  if (many_above) return 1 - chi_squared_tail(denominator / x, denominator);
  const Quad above = static_cast<Quad>(numerator) * static_cast<Quad>(x), below = denominator;
  const Quad a = below / 2, b = static_cast<Quad>(numerator) / 2, whole = above + below;
  return static_cast<double>(
      incomplete_beta<Quad>(a, b, below / whole, above / whole, quad_log_beta(a, b)).value);
}

}  // namespace rerate

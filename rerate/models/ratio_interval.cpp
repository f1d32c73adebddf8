#include "rerate/models/ratio_interval.h"

#include <algorithm>
#include <cmath>

#include "rerate/statistics/distributions.h"

namespace rerate {

// (n - r d)^2 <= q^2 (V_n - 2 r V_nd + r^2 V_d) is a r^2 - 2 b r + c <= 0.
RatioInterval fieller_interval(const RatioEstimate& estimate, double level) {
  const double q = normal_quantile(0.5 + level / 2), q2 = q * q;
  const double a = estimate.denominator * estimate.denominator - q2 * estimate.denominator_variance;
  const double b = estimate.numerator * estimate.denominator - q2 * estimate.covariance;
  const double c = estimate.numerator * estimate.numerator - q2 * estimate.numerator_variance;
  const double discriminant = b * b - a * c;
  if (!(a > 0)) return {discriminant > 0 ? RatioShape::all_but_a_piece : RatioShape::everything, {}};
  const double root = std::sqrt(std::max(0.0, discriminant));
  return {RatioShape::bounded, {(b - root) / a, (b + root) / a}};
}

}  // namespace rerate

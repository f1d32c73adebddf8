#pragma once

#include "rerate/base/elementary.h"
#include "rerate/statistics/quad_precision.h"

namespace rerate {

// The incomplete beta and gamma functions by their continued fractions and series, in double (for finding a root
// roughly) or in quad precision. Arguments are the caller's to check; O(sqrt(a + b)) terms.

template <class Real>
inline constexpr double series_precision = sizeof(Real) > 8 ? 1e-23 : 1e-15;

template <class Real>
Real exponential(Real x) {
  if constexpr (sizeof(Real) > 8)
    return quad_exp(x);
  else
    return reproducible_exp(x);
}

template <class Real>
Real logarithm(Real x) {
  if constexpr (sizeof(Real) > 8)
    return quad_log(x);
  else
    return reproducible_log(x);
}

inline Quad quad_log_beta(Quad a, Quad b) {
  return quad_log_gamma(a) + quad_log_gamma(b) - quad_log_gamma(a + b);
}

// x^a y^b / B(a, b), for y = 1 - x.
template <class Real>
Real beta_power(Real a, Real b, Real x, Real y, Real log_beta) {
  if (!(x > 0) || !(y > 0)) return 0;
  return exponential<Real>(a * logarithm<Real>(x) + b * logarithm<Real>(y) - log_beta);
}

// The continued fraction of DLMF 8.17.22 (Olver et al. 2010) by Lentz's method; converges fast for x < (a + 1) / (a + b + 2).
template <class Real>
Real beta_fraction(Real a, Real b, Real x) {
  constexpr int most_terms = 2'000'000;
  Real c = 1, d = 1 / (1 - (a + b) * x / (a + 1)), fraction = d;
  for (int m = 1; m < most_terms; ++m) {
    const Real twice = a + 2 * m;
    const Real even = m * (b - m) * x / ((twice - 1) * twice);
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    fraction *= c * d;
    const Real odd = -(a + m) * (a + b + m) * x / (twice * (twice + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    const Real change = c * d;
    fraction *= change;
    if (change - 1 < series_precision<Real> && 1 - change < series_precision<Real>) break;
  }
  return fraction;
}

template <class Real>
struct BetaPair {
  Real value;       // I_x(a, b)
  Real complement;  // 1 - I_x(a, b)
};

// The regularised incomplete beta function for x and y = 1 - x given apart, so that neither loses digits. The
// smaller side is exact to full relative precision.
template <class Real>
BetaPair<Real> incomplete_beta(Real a, Real b, Real x, Real y, Real log_beta) {
  const Real power = beta_power(a, b, x, y, log_beta);
  if (x * (a + b + 2) < a + 1) {
    const Real value = power * beta_fraction(a, b, x) / a;
    return {value, 1 - value};
  }
  const Real complement = power * beta_fraction(b, a, y) / b;
  return {1 - complement, complement};
}

// Q(a, x) = Gamma(a, x) / Gamma(a) for x > 0.
Quad incomplete_gamma_tail(Quad a, Quad x);

}  // namespace rerate

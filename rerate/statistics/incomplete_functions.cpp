#include "rerate/statistics/incomplete_functions.h"

namespace rerate {
namespace {

constexpr int most_terms = 2'000'000;

// DLMF 8.11.4: P(a, x) a Gamma(a) / (x^a e^-x).
Quad gamma_series(Quad a, Quad x) {
  Quad term = 1, sum = 1;
  for (int n = 1; n < most_terms && term > sum * Quad{series_precision<Quad>}; ++n) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

// DLMF 8.9.2: Q(a, x) Gamma(a) / (x^a e^-x), by Lentz's method.
Quad gamma_fraction(Quad a, Quad x) {
  Quad b = x + 1 - a, c = 1e300, d = 1 / b, fraction = d;
  for (int n = 1; n < most_terms; ++n) {
    const Quad term = n * (a - n);
    b += 2;
    d = 1 / (term * d + b);
    c = b + term / c;
    const Quad change = c * d;
    fraction *= change;
    if (change - 1 < series_precision<Quad> && 1 - change < series_precision<Quad>) break;
  }
  return fraction;
}

}  // namespace

Quad incomplete_gamma_tail(Quad a, Quad x) {
  const Quad power = quad_exp(a * quad_log(x) - x - quad_log_gamma(a));
  return x < a + 1 ? 1 - power * gamma_series(a, x) / a : power * gamma_fraction(a, x);
}

}  // namespace rerate

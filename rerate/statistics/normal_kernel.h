#pragma once

#include <cstdint>
#include <cstring>
#include <type_traits>
#include <utility>

// exp, log and the normal distribution in doubles with the same bits on every processor: additions, multiplications,
// divisions and bits only. No branches, so that `Real` may be a double or a vector of them (vector_size), whose lanes
// then give what doubles give. Arguments go by reference: how vectors travel by value depends on the processor.
namespace rerate::normal_kernel {

#define RERATE_KERNEL   \
  template <class Real> \
  [[gnu::always_inline]] inline void

// As many 64-bit integers as `Real` has doubles; comparing vectors gives just these.
template <class Real>
using Bits = std::conditional_t<std::is_scalar_v<Real>, std::int64_t,
                                decltype(std::declval<Real>() < std::declval<Real>())>;

RERATE_KERNEL fill(Real& all, double value) { all = value - Real{}; }

// 2^n for whole n from -1022 to 1023: n + 1023 is moved into the exponent's bits.
RERATE_KERNEL power_of_two(const Real& n, Real& power) {
  const Real shifted = n + (0x1.8p52 + 1023);
  Bits<Real> bits;
  std::memcpy(&bits, &shifted, sizeof bits);
  bits <<= 52;
  std::memcpy(&power, &bits, sizeof power);
}

// coefficients[0] + coefficients[1] x + ...
template <int count, class Real>
[[gnu::always_inline]] inline void polynomial(const double (&coefficients)[count], const Real& x, Real& sum) {
  fill(sum, coefficients[count - 1]);
#pragma GCC unroll 32
  for (int i = count - 2; i >= 0; --i) sum = sum * x + coefficients[i];
}

// (e^r - 1 - r) / r^2 by Taylor's series: the first term left out is below 2^-57 for |r| <= ln 2 / 2.
inline constexpr double exponential_rest[] = {
    1.0 / 2,       1.0 / 6,        1.0 / 24,        1.0 / 120,        1.0 / 720,         1.0 / 5040,
    1.0 / 40320.0, 1.0 / 362880.0, 1.0 / 3628800.0, 1.0 / 39916800.0, 1.0 / 479001600.0, 1.0 / 6227020800.0};

// e^x, within one unit in the last place: x = n ln 2 + r. Zero and infinite where a double is; NaN for NaN.
RERATE_KERNEL exponential(const Real& x, Real& result) {
  Real least, most, rest, low, high;
  fill(least, -1000);
  fill(most, 1000);
  const Real above = x < least ? least : x;
  const Real bounded = above > most ? most : above;
  const Real n = (bounded * 0x1.71547652b82fep+0 + 0x1.8p52) - 0x1.8p52;
  // ln 2 in two parts, the first with 32 zero bits at its end: n times it is exact.
  const Real r = (bounded - n * 0x1.62e42feep-1) - n * 0x1.a39ef35793c76p-33;
  polynomial(exponential_rest, r, rest);
  const Real mantissa = 1 + (r + r * r * rest);
  const Real half = (n * 0.5 + 0x1.8p52) - 0x1.8p52;  // in two steps, for results below 2^-1022
  power_of_two(half, low);
  power_of_two(Real(n - half), high);
  result = (mantissa * high) * low;
}

// 2 (atanh s - s) / s^3 = 2/3 + 2/5 s^2 + ..., for s^2 <= 0.03.
inline constexpr double logarithm_rest[] = {2.0 / 3,  2.0 / 5,  2.0 / 7,  2.0 / 9,  2.0 / 11,
                                            2.0 / 13, 2.0 / 15, 2.0 / 17, 2.0 / 19, 2.0 / 21};

// ln x for finite positive x that is not subnormal (those and zero as 2^-1022): x = 2^n m, sqrt(1/2) <= m <= sqrt(2),
// ln m = 2 atanh((m - 1) / (m + 1)). Within 2.3e-16 of the larger of 1 and |ln x|.
RERATE_KERNEL logarithm(const Real& x, Real& result) {
  Real least, one, rest, exponent, mantissa;
  fill(least, 0x1p-1022);
  fill(one, 1);
  const Real normal = x < least ? least : x;
  Bits<Real> bits, fraction, whole;
  std::memcpy(&bits, &normal, sizeof bits);
  whole = (bits >> 52) | 0x4330000000000000;  // 2^52 + biased exponent
  fraction = (bits & 0x000fffffffffffff) | 0x3ff0000000000000;
  std::memcpy(&exponent, &whole, sizeof exponent);
  std::memcpy(&mantissa, &fraction, sizeof mantissa);
  const Real root_two = one * 0x1.6a09e667f3bcdp+0;
  const Real n = mantissa > root_two ? exponent - (0x1p52 + 1022) : exponent - (0x1p52 + 1023);
  const Real m = mantissa > root_two ? mantissa * 0.5 : mantissa;
  const Real f = m - 1, s = f / (f + 2), square = s * s;
  polynomial(logarithm_rest, square, rest);
  result = n * 0x1.62e42feep-1 + (2 * s + (s * square * rest + n * 0x1.a39ef35793c76p-33));
}

// 1 / sqrt(2 pi).
inline constexpr double density_at_zero = 0x1.9884533d43651p-2;

// tests/oracles/fast_normal.py: (x + 4.5) R(x) by powers of (x - 4.5) / (x + 4.5), within 1.2e-16 of its value.
inline constexpr double tail_ratio[] = {
    0.76323052897020316,     -0.64025776025261705,    0.44645251705567329,    -0.25314179995097763,
    0.11138259657043223,     -0.033871326176835519,   0.0042236133767994928,  0.0017488305627041427,
    -0.00091774647733922326, 6.3811972262766078e-06,  0.00011204260719214357, -1.5933328540916255e-05,
    -1.4235712366385139e-05, 3.1910148608036421e-06,  2.1426759805083802e-06, -5.0194762778960241e-07,
    -3.7926071995466557e-07, 6.4043301778302609e-08,  7.0602128652229121e-08, -4.7612026698075938e-09,
    -1.1251292724707997e-08, -2.9763898338028792e-10, 1.0440252036819998e-09, 9.8063836515801344e-11};

// Of a normal N: bell = exp(-x^2 / 2) and ratio = R(|x|) = P(N > |x|) / bell, which falls like 0.4 / |x| and never
// vanishes. Both within 1e-15 of their values; |x| above 10^150 as that.
RERATE_KERNEL normal_parts(const Real& x, Real& bell, Real& ratio) {
  Real most, sum, power;
  fill(most, 1e150);
  const Real size = x < 0 ? -x : x;
  const Real a = size > most ? most : size;
  const Real u = 1 / (a + 4.5);
  polynomial(tail_ratio, Real((a - 4.5) * u), sum);
  ratio = sum * u;
  // x^2 exactly, as a double and what it leaves (Dekker 1971): far out, half a unit of it would be much of the bell.
  Bits<Real> bits;
  std::memcpy(&bits, &a, sizeof bits);
  bits &= ~std::int64_t{0x7ffffff};
  Real upper;
  std::memcpy(&upper, &bits, sizeof upper);
  const Real lower = a - upper, square = a * a;
  const Real left = ((upper * upper - square) + 2 * upper * lower) + lower * lower;
  exponential(Real(square * -0.5), power);
  bell = power == 0 ? power : power - power * (left * 0.5);
}

// P(N <= x).
RERATE_KERNEL normal_share(const Real& x, Real& share) {
  Real bell, ratio;
  normal_parts(x, bell, ratio);
  const Real tail = bell * ratio;
  share = x < 0 ? tail : 1 - tail;
}

// 1 / (1 + e^-x).
RERATE_KERNEL logistic_share(const Real& x, Real& share) {
  Real power;
  exponential(Real(x < 0 ? x : -x), power);
  share = (x < 0 ? power : power * 0 + 1) / (power + 1);
}

#undef RERATE_KERNEL

}  // namespace rerate::normal_kernel

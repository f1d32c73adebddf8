#pragma once

#include <cmath>

namespace rerate {

// A number as the unevaluated sum of two doubles, about 32 digits: enough that the sums behind a variance may
// cancel (Dekker 1971; Hida, Li and Bailey 2001). Not finite when either part overflows.
struct DoubleDouble {
  double high = 0, low = 0;

  static DoubleDouble sum_of(double a, double b) {  // exact
    const double sum = a + b, b_part = sum - a;
    return {sum, (a - (sum - b_part)) + (b - b_part)};
  }
  static DoubleDouble product_of(double a, double b) {  // exact
    const double product = a * b;
    return {product, std::fma(a, b, -product)};
  }

  friend DoubleDouble operator+(DoubleDouble a, DoubleDouble b) {
    const auto high = sum_of(a.high, b.high), low = sum_of(a.low, b.low);
    const auto once = fast_sum(high.high, high.low + low.high);
    return fast_sum(once.high, once.low + low.low);
  }
  friend DoubleDouble operator-(DoubleDouble a) { return {-a.high, -a.low}; }
  friend DoubleDouble operator-(DoubleDouble a, DoubleDouble b) { return a + -b; }
  friend DoubleDouble operator*(DoubleDouble a, DoubleDouble b) {
    const auto product = product_of(a.high, b.high);
    return fast_sum(product.high, product.low + (a.high * b.low + a.low * b.high));
  }
  friend DoubleDouble operator*(DoubleDouble a, double b) { return a * DoubleDouble{b, 0}; }

  double value() const { return high + low; }

 private:
  static DoubleDouble fast_sum(double a, double b) {  // exact when |a| >= |b|
    const double sum = a + b;
    return {sum, b - (sum - a)};
  }
};

}  // namespace rerate

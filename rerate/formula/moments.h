#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "rerate/base/date.h"
#include "rerate/formula/double_double.h"

namespace rerate {

// How many figures a window holds, how many of them are missing, and when the last of them became known.
struct Coverage {
  std::int32_t count = 0, missing = 0;
  Date known_at = kAlwaysKnown;

  static Coverage of(double x, Date known_at);
  friend Coverage operator+(const Coverage& older, const Coverage& newer);
};

// The first two moments of a window.
//   mean = sum / n      variance = (sum of squares - sum^2 / n) / (n - 1)
// exact to about 1e-16 while |mean| / std is below 1e8. Equal figures have variance 0 exactly.
struct Moments {
  Coverage coverage;
  DoubleDouble sum, squares;
  double least = std::numeric_limits<double>::infinity(), most = -std::numeric_limits<double>::infinity();

  static Moments of(double x, Date known_at);
  friend Moments operator+(const Moments& older, const Moments& newer);

  double mean() const;                               // needs one figure
  std::optional<double> standard_deviation() const;  // needs two; not finite on overflow
};

// The second moments of pairs.
//   correlation = cov(x, y) / (std(x) std(y))      beta of y on x = cov(x, y) / var(x)
struct PairMoments {
  Moments x, y;
  DoubleDouble products;

  static PairMoments of(double x, double y, Date known_at);
  friend PairMoments operator+(const PairMoments& older, const PairMoments& newer);

  // Nothing with fewer than three pairs or when a side does not vary; not finite on overflow.
  std::optional<double> correlation() const;
  std::optional<double> beta_of_y_on_x() const;
};

}  // namespace rerate

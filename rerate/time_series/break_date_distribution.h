#pragma once

#include <optional>

namespace rerate {

// Limit distribution of an estimated break date (Bai 1997, Proposition 3 and its appendix): the argmax over s of a two-sided
// Brownian motion with drift, W1(-s) - |s|/2 for s < 0 and sqrt(phi) W2(s) - xi s/2 for s > 0. `xi` is the ratio of the signals
// delta'Q delta after and before the break; phi1 and phi2 are the standard deviations of the errors before and after,
// phi = xi (phi2 / phi1)^2.
struct BreakDateDistribution {
  double xi = 1;
  double phi = 1;

  // P(argmax <= x). A few microseconds.
  double cdf(double x) const;

  // Central interval of this level; empty when zero is not inside it (the distribution then says nothing of use about
  // the date) or a parameter is not positive and finite.
  struct Interval {
    double low, high;
  };
  std::optional<Interval> interval(double level) const;
};

}  // namespace rerate

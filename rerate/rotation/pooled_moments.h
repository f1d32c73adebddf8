#pragma once

#include <span>
#include <vector>

#include "rerate/regression/standardised_sample.h"

namespace rerate {

// Sums of rows (x_1 .. x_k, y) by period, from which any first periods can be regressed without reading their rows again:
// walk-forward fits over T periods of N rows cost O(T N k^2) once, and O(k^2) each.
//
// For figures around 0, such as standings and returns: sums of squares are taken as they are, so that a column whose mean is
// c standard deviations from 0 loses about 2 log10(c) digits.
class PooledMoments {
 public:
  explicit PooledMoments(Index columns);

  void add(std::span<const double> x, double y);  // to the period that is open
  void close_period();

  std::size_t periods() const { return sums_.size() - 1; }
  double rows(std::size_t begin, std::size_t end) const;
  // Of the first `periods`, at least a row.
  StandardisedSample sample(std::size_t periods) const;
  // Sum of (y - forecast)^2 over periods begin..end - 1.
  double squared_errors(std::size_t begin, std::size_t end, const PenalisedFit& fit) const;

 private:
  // Products of (1, x, y) with itself: (0, 0) counts rows.
  std::vector<Matrix> sums_;  // of all periods before this one
  Matrix open_;
  Vector row_;
};

}  // namespace rerate

#pragma once

#include <span>
#include <vector>

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Sums of squared residuals of y on x over every segment that ends at one row, for rows in turn.
//
// Each start keeps the triangular factor of its segment; a new row is rotated into all of them (Gentleman 1973, square-root free
// Givens), and what is left of y is the recursive residual of Brown, Durbin and Evans (1975), whose squares add up to the sum.
// Eight starts go side by side in vector lanes. A direction that has no variation in a segment (below 1e-10 of a column's
// length) is left out there, so that segments of deficient rank have the right sum, too.
//
// Columns of x should have length 1 and be about orthogonal over the sample. O(starts k^2) a row.
class SegmentSums {
 public:
  // Segments that start at rows 0..starts-1. Copies what it needs.
  SegmentSums(const Vector& y, const Matrix& x, Index starts);

  // Takes in the next row (row 0 first).
  void add_row();
  // By start: sum of squares over start..last row added; zero for starts not reached.
  std::span<const double> sums() const { return {sums_.data(), static_cast<std::size_t>(starts_)}; }

 private:
  Index rows_, columns_, starts_;
  Index next_ = 0;
  std::vector<double> data_;   // row by row: k regressors, y
  std::vector<double> state_;  // block by block: weights, factor, lanes innermost
  std::vector<double> sums_;   // starts, rounded up to whole blocks
};

}  // namespace rerate

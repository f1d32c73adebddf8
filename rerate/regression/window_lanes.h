#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Least squares in many windows of the same rows, eight windows side by side in vector lanes.
//
// The windows that begin at rows s, s+1, ..., s+c-1 form a segment. All of them hold the row s+c-1 and (c <= window)
// end after it, so the sums of squares and products of each are those of a tail, rows i..s+c-1, kept from a pass
// backwards, and of a head, rows s+c..i+window-1, which grows by one row a window. Nothing is ever subtracted, so
// nothing drifts and a large value leaves no trace once it has left the window. Lane l of eight works on a segment of
// its own. The normal equations are solved by L D L' (no square roots), with y as one more row of the triangle.
//
// With a constant, all columns of a segment are first measured from a typical figure of theirs: a series far
// from zero for its variation (an index level) would otherwise lose half its digits in the products.
class WindowLanes {
 public:
  static constexpr std::size_t kLanes = 8;

  // `constant` is the column of ones, or -1. 1 <= k < window <= n, values finite.
  WindowLanes(const Vector& y, const Matrix& x, Index constant, Index window);

  Index windows() const { return static_cast<Index>(windows_); }
  std::size_t groups() const { return groups_; }
  // Coefficients of the windows of one group, written to their rows of `coefficients` (windows x k); weak[i] becomes
  // 1 when window i is so near singular that its digits cannot be trusted. Groups write to places of their own.
  void solve(std::size_t group, Matrix& coefficients, std::vector<std::uint8_t>& weak) const;

  struct Segments;  // the eight of one group
  struct Scratch;

 private:
  Segments segments_of(std::size_t group) const;

  std::size_t rows_, columns_, window_, windows_;
  std::size_t spacing_, groups_;  // windows of a segment; groups of kLanes segments
  std::ptrdiff_t constant_;
  std::vector<double> data_;  // x and y by column
};

}  // namespace rerate

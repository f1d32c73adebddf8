#include "rerate/regression/window_sums.h"

#include <algorithm>

#include "rerate/base/vector_clones.h"
#include "rerate/regression/lanes.h"

namespace rerate {
namespace {

// Several columns side by side, because each sum waits for the one before it.
constexpr Index side_by_side = 8;

template <bool multiplied>
RERATE_INLINE double term(const double* column, const double* factor, Index row) {
  return multiplied ? column[row] * factor[row] : column[row];
}

template <bool multiplied>
RERATE_INLINE void load_terms(Lanes& lanes, const double* column, const double* factor, Index row) {
  load(lanes, column + row);
  if constexpr (multiplied) {
    Lanes by;
    load(by, factor + row);
    lanes *= by;
  }
}

// Lane i becomes the sum of lanes 0..i.
RERATE_INLINE void add_up(Lanes& lanes) {
  const Lanes zeros = {};
  lanes += __builtin_shufflevector(lanes, zeros, 4, 0, 1, 2);
  lanes += __builtin_shufflevector(lanes, zeros, 4, 5, 0, 1);
}

// Rows first..last - 1 one by one: near the ends nothing leaves the window yet, or nothing enters it any more.
template <int Width, bool multiplied>
RERATE_INLINE void slide_slowly(const WindowTerms& terms, Index length, Index first, Index last, double* sum,
                                double* sums, Index stride) {
  for (Index row = first; row < last; ++row)
    for (int c = 0; c < Width; ++c) {
      const double* column = terms.first + c * terms.stride;
      double change = row < terms.rows ? term<multiplied>(column, terms.factor, row) : 0;
      if (row >= length) change -= term<multiplied>(column, terms.factor, row - length);
      sums[c * stride + row] = sum[c] += change;
    }
}

template <int Width, bool multiplied>
RERATE_INLINE void slide(const WindowTerms& terms, Index length, double* sums, Index stride) {
  const Index middle = std::max<Index>(0, terms.rows - length) / lane_count * lane_count;
  double sum[Width] = {};
  slide_slowly<Width, multiplied>(terms, length, 0, length, sum, sums, stride);
  Lanes carried[Width] = {};
  for (int c = 0; c < Width; ++c) carried[c] += sum[c];
  for (Index row = length; row < length + middle; row += lane_count)
    for (int c = 0; c < Width; ++c) {
      const double* column = terms.first + c * terms.stride;
      Lanes change, leaving;
      load_terms<multiplied>(change, column, terms.factor, row);
      load_terms<multiplied>(leaving, column, terms.factor, row - length);
      change -= leaving;
      add_up(change);
      change += carried[c];
      store(sums + c * stride + row, change);
      carried[c] = __builtin_shufflevector(change, change, 3, 3, 3, 3);
    }
  for (int c = 0; c < Width; ++c) sum[c] = carried[c][0];
  slide_slowly<Width, multiplied>(terms, length, length + middle, terms.rows + length - 1, sum, sums, stride);
}

template <bool multiplied>
RERATE_INLINE void slide_all(WindowTerms terms, Index length, PaddedColumns& sums) {
  Index j = 0;
  for (; j + side_by_side <= terms.columns; j += side_by_side, terms.first += side_by_side * terms.stride)
    slide<side_by_side, multiplied>(terms, length, sums.column(j), sums.stride());
  for (; j < terms.columns; ++j, terms.first += terms.stride)
    slide<1, multiplied>(terms, length, sums.column(j), sums.stride());
}

RERATE_VECTOR_CLONES void slide_over(const WindowTerms& terms, Index length, PaddedColumns& sums) {
  terms.factor ? slide_all<true>(terms, length, sums) : slide_all<false>(terms, length, sums);
}

}  // namespace

PaddedColumns window_sums(const WindowTerms& terms, Index length) {
  PaddedColumns sums(terms.rows + length - 1, terms.columns);
  slide_over(terms, length, sums);
  return sums;
}

}  // namespace rerate

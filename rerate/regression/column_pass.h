#pragma once

#include "rerate/regression/lanes.h"
#include "rerate/regression/linear_algebra.h"

namespace rerate {

// The inner loop of QR and of Gram matrices: to be inlined into functions marked RERATE_VECTOR_CLONES.

// As many columns at once as their products with the lead fit the registers.
inline constexpr Index tile = 8;

// One pass over `Width` columns: takes `shares` of `taken` out of each, then adds up their products with `lead`,
// which is the first of them in the first tile and so must be taken from after it is brought up to date.
struct ColumnPass {
  const double* taken;  // null: nothing to take out yet
  const double* lead;
  double* first;
  Index stride, rows;
  const double* shares;
  double* products;
};

template <int Width, bool takes, bool leads>
RERATE_INLINE void run_pass(const ColumnPass& pass) {
  Lanes products[Width] = {}, shares[Width] = {};
  if constexpr (takes)
    for (int c = 0; c < Width; ++c) spread(shares[c], pass.shares[c]);
  for (Index row = 0; row < pass.rows; row += lane_count) {
    Lanes taken, lead, value;
    if constexpr (takes) load(taken, pass.taken + row);
    if constexpr (!leads) load(lead, pass.lead + row);
    for (int c = 0; c < Width; ++c) {
      double* place = pass.first + c * pass.stride + row;
      load(value, place);
      if constexpr (takes) {
        value -= shares[c] * taken;
        store(place, value);
      }
      if (leads && c == 0) lead = value;
      products[c] += lead * value;
    }
  }
  for (int c = 0; c < Width; ++c) pass.products[c] = total(products[c]);
}

template <bool takes, bool leads>
RERATE_INLINE void run_pass(const ColumnPass& pass, Index width) {
  switch (width) {
    case 1: return run_pass<1, takes, leads>(pass);
    case 2: return run_pass<2, takes, leads>(pass);
    case 3: return run_pass<3, takes, leads>(pass);
    case 4: return run_pass<4, takes, leads>(pass);
    case 5: return run_pass<5, takes, leads>(pass);
    case 6: return run_pass<6, takes, leads>(pass);
    case 7: return run_pass<7, takes, leads>(pass);
    default: return run_pass<8, takes, leads>(pass);
  }
}

}  // namespace rerate

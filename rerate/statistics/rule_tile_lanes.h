#pragma once

#if defined(__SSE2__)
#include <emmintrin.h>
#else
#include <cmath>
#endif

#include "rerate/statistics/rule_tile.h"

// Rows of a tile in vector registers. Everything here is inlined into functions compiled for one kind of processor, and
// takes vectors by reference, because how they are passed by value depends on it.
namespace rerate::tile_lanes {

#define RERATE_TILE_INLINE [[gnu::always_inline]] inline

// N doubles: 4 for AVX2 (and for two registers of SSE2), 8 for AVX-512. As they lie in memory they are read in place, not by
// memcpy, which GCC settles before it knows a clone's registers.
template <int N>
struct Lanes;
template <>
struct Lanes<4> {
  using Vector = double __attribute__((vector_size(32), aligned(32)));
  using InMemory = double __attribute__((vector_size(32), aligned(32), may_alias));
  using Unaligned = double __attribute__((vector_size(32), aligned(8), may_alias));
};
template <>
struct Lanes<8> {
  using Vector = double __attribute__((vector_size(64), aligned(64)));
  using InMemory = double __attribute__((vector_size(64), aligned(64), may_alias));
};

template <int N>
struct Row {
  using Vector = typename Lanes<N>::Vector;
  static constexpr int kParts = kTileRules / N;
  Vector part[kParts];
};

template <int N>
RERATE_TILE_INLINE void load(Row<N>& row, const TileRow& from) {
  const auto* parts = reinterpret_cast<const typename Lanes<N>::InMemory*>(from.rule);
  for (int i = 0; i < Row<N>::kParts; ++i) row.part[i] = parts[i];
}

template <int N>
RERATE_TILE_INLINE void store(TileRow& to, const Row<N>& row) {
  auto* parts = reinterpret_cast<typename Lanes<N>::InMemory*>(to.rule);
  for (int i = 0; i < Row<N>::kParts; ++i) parts[i] = row.part[i];
}

template <int N>
RERATE_TILE_INLINE void add(Row<N>& to, const Row<N>& row) {
  for (int i = 0; i < Row<N>::kParts; ++i) to.part[i] += row.part[i];
}

template <int N>
RERATE_TILE_INLINE void subtract(Row<N>& from, const Row<N>& row) {
  for (int i = 0; i < Row<N>::kParts; ++i) from.part[i] -= row.part[i];
}

template <int N>
RERATE_TILE_INLINE void multiply(Row<N>& row, const Row<N>& by) {
  for (int i = 0; i < Row<N>::kParts; ++i) row.part[i] *= by.part[i];
}

// Two lanes at a time, which every processor can; a loop over lanes would ask for errno.
template <int N>
RERATE_TILE_INLINE void take_roots(Row<N>& row) {
  TileRow lanes;
  store(lanes, row);
#if defined(__SSE2__)
  for (std::size_t i = 0; i < kTileRules; i += 2)
    _mm_store_pd(lanes.rule + i, _mm_sqrt_pd(_mm_load_pd(lanes.rule + i)));
#else
  for (auto& lane : lanes.rule) lane = std::sqrt(lane);
#endif
  load(row, lanes);
}

// Largest of all lanes, none of which may be NaN.
RERATE_TILE_INLINE double largest(const Row<4>& row) {
  using Pair = double __attribute__((vector_size(16)));
  const Lanes<4>::Vector all = row.part[0] > row.part[1] ? row.part[0] : row.part[1];
  const Pair low = __builtin_shufflevector(all, all, 0, 1), high = __builtin_shufflevector(all, all, 2, 3),
             pair = low > high ? low : high;
  return pair[0] > pair[1] ? pair[0] : pair[1];
}

RERATE_TILE_INLINE double largest(const Row<8>& row) {
  Row<4> halves;
  halves.part[0] = __builtin_shufflevector(row.part[0], row.part[0], 0, 1, 2, 3);
  halves.part[1] = __builtin_shufflevector(row.part[0], row.part[0], 4, 5, 6, 7);
  return largest(halves);
}

}  // namespace rerate::tile_lanes

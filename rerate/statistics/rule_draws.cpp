#include "rerate/statistics/rule_draws.h"

#include <algorithm>

#include "rerate/base/vector_clones.h"
#include "rerate/statistics/rule_tile_lanes.h"

namespace rerate {
namespace {

using namespace tile_lanes;

constexpr std::size_t kTogether = DrawnDifferences::kTogether;
constexpr double kLeastOmega = 0.5;  // of omega

// Several draws side by side hide the wait between additions.
template <int N>
RERATE_TILE_INLINE void sum_differences(const TileRow* rows,
                                        std::span<const DrawnDifferences::Difference> differences,
                                        Row<N> (&sums)[kTogether]) {
  for (auto& sum : sums) sum = {};
  Row<N> added, taken;
  for (const auto *next = differences.data(), *end = next + differences.size(); next != end;
       next += kTogether)
    for (std::size_t i = 0; i < kTogether; ++i) {
      load(added, rows[next[i].added]);
      load(taken, rows[next[i].taken]);
      subtract(added, taken);
      add(sums[i], added);
    }
}

// sum_b S_b, sum_b S_b^2 and sum_b l_b S_b of a draw.
template <int N>
struct BlockSums {
  Row<N> sum, square, by_length;
};

// Of draws from..from + Count - 1 of a group: as many as the registers hold.
template <int N, std::size_t Count>
RERATE_TILE_INLINE void sum_blocks(const TileRow* rows, std::span<const DrawnDifferences::Difference> blocks,
                                   const double* lengths, std::size_t from, BlockSums<N>* result) {
  BlockSums<N> sums[Count] = {};
  Row<N> sum, taken;
  for (std::size_t k = from; k < blocks.size(); k += kTogether)
    for (std::size_t i = 0; i < Count; ++i) {
      load(sum, rows[blocks[k + i].added]);
      load(taken, rows[blocks[k + i].taken]);
      subtract(sum, taken);
      add(sums[i].sum, sum);
      for (int part = 0; part < Row<N>::kParts; ++part) {
        sums[i].square.part[part] += sum.part[part] * sum.part[part];
        sums[i].by_length.part[part] += lengths[k + i] * sum.part[part];
      }
    }
  for (std::size_t i = 0; i < Count; ++i) result[i] = sums[i];
}

// omega* over omega, from the sums of a draw.
template <int N>
RERATE_TILE_INLINE void own_omega(const BlockSums<N>& sums, double square_of_lengths, double per_date,
                                  const Row<N>& scale, Row<N>& ratio) {
  const typename Row<N>::Vector least = typename Row<N>::Vector{} + kLeastOmega * kLeastOmega;
  for (int i = 0; i < Row<N>::kParts; ++i) {
    const typename Row<N>::Vector mean = sums.sum.part[i] * per_date,
                                  square = sums.square.part[i] - 2.0 * mean * sums.by_length.part[i] +
                                           mean * mean * square_of_lengths,
                                  share = square * scale.part[i] * scale.part[i];
    ratio.part[i] = share > least ? share : least;
  }
  take_roots(ratio);
}

RERATE_TILE_INLINE void raise(double& largest, double figure) {
  largest = figure > largest ? figure : largest;
}

// Tiles come in the order of t, so mostly what came before reaches all rules of one, or nothing so far reaches any.
template <int N>
RERATE_TILE_INLINE void count_reached(const RuleTile& tile, const Row<N>& z, double before, double after,
                                      ReachedByTile& reached) {
  if (before >= tile.rules.back().t) {
    ++reached.all;
  } else if (after >= tile.rules.front().t) {
    TileRow by_rule;
    store(by_rule, z);
    for (std::size_t i = 0; i < tile.rules.size(); ++i) {
      before = std::max(before, by_rule.rule[i]);
      reached.by_rule[i] += before >= tile.rules[i].t;
    }
  }
}

template <int N>
RERATE_TILE_INLINE double largest_shifted(const Row<N>& z, const TileRow& by) {
  Row<N> shifted;
  load(shifted, by);
  add(shifted, z);
  return largest(shifted);
}

// z of the tile's rules in one draw.
template <int N>
RERATE_TILE_INLINE void enter(const RuleTile& tile, const Row<N>& z, double deviation, LargestOfDraw& so_far,
                              ReachedByTile& reached) {
  raise(so_far.deviation, deviation);
  const double of_tile = largest(z), before = so_far.upper;
  raise(so_far.upper, of_tile);
  raise(so_far.lower, tile.shifted ? largest_shifted(z, tile.lower_shift) : of_tile);
  raise(so_far.consistent, tile.shifted ? largest_shifted(z, tile.consistent_shift) : of_tile);
  count_reached(tile, z, before, so_far.upper, reached);
}

template <int N>
RERATE_TILE_INLINE void take_once(const RuleTile& tile, const DrawnDifferences& drawn,
                                  const TakenDraws& draws, std::span<LargestOfDraw> largest_of,
                                  ReachedByTile& reached) {
  Row<N> scale, sums[kTogether];
  load(scale, tile.scale);
  for (std::size_t group = draws.first; group < draws.end; ++group) {
    sum_differences<N>(tile.rows.data(), drawn.group(group), sums);
    const std::size_t draw = group * kTogether, count = std::min(kTogether, drawn.draws() - draw);
    for (std::size_t i = 0; i < count; ++i) {
      const double deviation = largest(sums[i]) * tile.per_root;
      multiply(sums[i], scale);
      enter(tile, sums[i], deviation, largest_of[draw + i], reached);
    }
  }
}

template <int N>
RERATE_TILE_INLINE void take_each(const RuleTile& tile, const DrawnDifferences& drawn,
                                  const TakenDraws& draws, std::span<LargestOfDraw> largest_of,
                                  ReachedByTile& reached) {
  constexpr std::size_t kAtOnce = N == 8 ? 4 : 2;
  const double per_date = tile.per_root * tile.per_root;
  Row<N> scale, left, ratio;
  load(scale, tile.scale), load(left, tile.rows.back());
  for (std::size_t group = draws.first; group < draws.end; ++group) {
    BlockSums<N> sums[kTogether];
    for (std::size_t from = 0; from < kTogether; from += kAtOnce)
      sum_blocks<N, kAtOnce>(tile.rows.data(), drawn.group(group), drawn.lengths(group).data(), from,
                             sums + from);
    const std::size_t draw = group * kTogether, count = std::min(kTogether, drawn.draws() - draw);
    for (std::size_t i = 0; i < count; ++i) {
      own_omega(sums[i], drawn.square_of_lengths(draw + i), per_date, scale, ratio);
      Row<N>& z = sums[i].sum;
      subtract(z, left);
      const double deviation = largest(z) * tile.per_root;
      multiply(z, scale);
      for (int part = 0; part < Row<N>::kParts; ++part) z.part[part] /= ratio.part[part];
      enter(tile, z, deviation, largest_of[draw + i], reached);
    }
  }
}

template <int N>
RERATE_TILE_INLINE void take(const RuleTile& tile, const DrawnDifferences& drawn, const TakenDraws& draws,
                             std::span<LargestOfDraw> largest_of, ReachedByTile& reached) {
  if (draws.studentised == Studentised::once)
    take_once<N>(tile, drawn, draws, largest_of, reached);
  else
    take_each<N>(tile, drawn, draws, largest_of, reached);
}

RERATE_VECTOR_CLONES void take_by_four(const RuleTile& tile, const DrawnDifferences& drawn,
                                       const TakenDraws& draws, std::span<LargestOfDraw> largest_of,
                                       ReachedByTile& reached) {
  take<4>(tile, drawn, draws, largest_of, reached);
}

// AVX-512 brings fused multiply-add along, which -ffp-contract=off keeps out.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
__attribute__((target("avx512f"))) void take_by_eight(const RuleTile& tile, const DrawnDifferences& drawn,
                                                      const TakenDraws& draws,
                                                      std::span<LargestOfDraw> largest_of,
                                                      ReachedByTile& reached) {
  take<8>(tile, drawn, draws, largest_of, reached);
}
const bool has_eight = __builtin_cpu_supports("avx512f");
#else
constexpr auto take_by_eight = take_by_four;
constexpr bool has_eight = false;
#endif

}  // namespace

LaneWidth widest_lanes() { return has_eight ? LaneWidth::eight : LaneWidth::four; }

void take_draws(const RuleTile& tile, const DrawnDifferences& drawn, const TakenDraws& draws,
                std::span<LargestOfDraw> largest_of, ReachedByTile& reached) {
  const auto kernel = draws.width == LaneWidth::eight ? take_by_eight : take_by_four;
  kernel(tile, drawn, draws, largest_of, reached);
}

}  // namespace rerate

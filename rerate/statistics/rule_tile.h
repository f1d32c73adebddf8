#pragma once

#include <cstddef>
#include <span>

namespace rerate {

// Rules are worked on eight side by side, date by date: a row fills a cache line, and every lane is a sum of its own in a
// fixed order, so that neither the processor nor the neighbours of a rule change its bits.
inline constexpr std::size_t kTileRules = 8;

struct alignas(64) TileRow {
  double rule[kTileRules];
};

// Turns a tile's series, `by_date.size()` figures each, into rows.
void lay_side_by_side(std::span<const double* const, kTileRules> series, std::span<TileRow> by_date);

// What a tile's series are like, rule by rule.
struct TileMoments {
  TileRow mean;
  TileRow largest;            // absolute figure
  TileRow variance;           // of the series, divisor T
  TileRow long_run_variance;  // of sqrt(T) mean*, over all draws of the stationary bootstrap
};

// With autocovariances c_i round the circle and stay = 1 - 1/block length,
//   long_run_variance = c_0 + 2 sum_{i=1}^{T-1} (1 - i/T) stay^i c_i
// (Politis and Romano 1994, lemma 1). The sums over i are recursions over dates, backwards: O(T) a rule, not O(T^2).
// block_length >= 1; figures not empty, finite; what overflows comes out infinite or NaN.
TileMoments tile_moments(std::span<const TileRow> figures, double block_length);

// totals[i] becomes the sum of the first i rows less `centre` each, summed in twice the precision and rounded once;
// T + 1 rows for T.
void running_totals(std::span<const TileRow> figures, const TileRow& centre, std::span<TileRow> totals);

// Each row less `centre`.
void centred(std::span<const TileRow> figures, const TileRow& centre, std::span<TileRow> out);

}  // namespace rerate

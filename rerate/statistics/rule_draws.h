#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "rerate/statistics/drawn_differences.h"
#include "rerate/statistics/resampled_rules.h"
#include "rerate/statistics/rule_tile.h"

namespace rerate {

// Neighbours in the order of t, laid out for draws. Places beyond the last rule repeat it, which changes no maximum.
struct RuleTile {
  std::span<const RuleStanding> rules;    // those that count, at most kTileRules
  std::span<const TileRow> rows;          // dates less the rule's mean, or their running totals
  TileRow scale;                          // 1 / (sqrt(T) omega)
  TileRow lower_shift, consistent_shift;  // of the rules' own t
  bool shifted = false;                   // whether any of these is not 0
  double per_root = 0;                    // 1 / sqrt(T)
};

// In how many draws the largest z* so far reached the t of the tile's rules: those where it did of all, the others by rule.
struct ReachedByTile {
  std::int32_t all = 0, by_rule[kTileRules] = {};
};

// Groups first..end - 1 of the draws, which list blocks when each draw has its own omega.
struct TakenDraws {
  std::size_t first, end;
  Studentised studentised;
  LaneWidth width;
};

// Raises largest_of[draw] by the tile's rules and counts. Call for tiles in the order of t. Every draw's sums are made in the
// order of its differences.
void take_draws(const RuleTile& tile, const DrawnDifferences& drawn, const TakenDraws& draws,
                std::span<LargestOfDraw> largest_of, ReachedByTile& reached);

}  // namespace rerate

#pragma once

#include <optional>
#include <vector>

#include "rerate/events/episodes.h"
#include "rerate/models/spread_history.h"

namespace rerate {

// Where a spread stands in its cycle: its crests by a turning-point rule (events/turning_points.h), the lows between them, and
// how much of the last climb has been given back,
//
//     (crest - now) / (crest - low before it).
//
// Example: from 4.0 up to a crest of 9.0 and back to 5.0, four of the five points are given back: 80%.
struct SpreadCrest {
  std::size_t at = 0;  // indexes into the history
  double value = 0;
  // The lowest figure since the crest before, or since the first figure; of equals the first.
  std::size_t low_before = 0;
  // The lowest figure from the crest to the next one, or to the newest figure.
  std::size_t low_after = 0;
  double given_back = 0;  // percent of the climb, at low_after
};

struct CreditCycle {
  std::vector<SpreadCrest> crests;
  // Against the last crest; nothing without one. Above 100 the spread is below the low before the climb; below 0 it is
  // above the crest.
  struct Position {
    int months_since = 0;  // whole months from the crest's period to the newest figure's
    double retraced = 0;   // percent
    double above_low = 0;  // now less the lowest figure since the crest
  };
  std::optional<Position> now;
};

// `series` is what `history` was made from. The rule must look for crests. O(T log T). Throws event_rule at `place`.
CreditCycle credit_cycle(const Series& series, const SpreadHistory& history, const TurningPointRule& rule,
                         const Place& place);

// What a cycle of credit is where nothing is said: crests of at least half a year on either side, cycles of 15 months and
// more (Bry and Boschan's lengths in the series' own steps), that stand out by 1.4826 median absolute deviations of
// the history, to hundredths.
TurningPointRule usual_crest_rule(const SpreadHistory& history);

}  // namespace rerate

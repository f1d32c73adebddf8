#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/series/series.h"

namespace rerate {

enum class Side : std::uint8_t { below, above };
enum class Tie : std::uint8_t { first, last };

struct Threshold {
  double level = 0;
  // Entering below: x < level, or x <= level when inclusive. Leaving: x > level, or x >= level.
  bool inclusive = false;
};

// A spell under (or over) a level with hysteresis: entered when `enter_periods` observations in a row are
// beyond `enter`, left when `leave_periods` in a row are past `leave`. Spells are one when the next
// starts fewer than `gap` observations after the last one's end.
//
// Example, below 48 until at or above 51, n_in 1, n_out 2, on 50 47 49 46 51 50 51 52: start is the 47, the
// extreme the 46, end the second 51 (the first of two in a row), confirm the 52.
struct ThresholdRule {
  Side side = Side::below;
  Threshold enter;
  Threshold leave;
  int enter_periods = 1;
  int leave_periods = 1;
  int gap = 0;  // in observations of the signal
  Tie tie = Tie::first;
};

// Local maxima (crests) or minima (troughs) by Bry and Boschan (1971) / Harding and Pagan (2002): extreme
// within `window` observations on either side; crests and troughs alternate; phases last `phase` and full
// cycles `cycle` observations at least (turning_points.h says how conflicts are settled). Of these,
// `level` keeps crests at or above it (troughs at or below), and `amplitude` those from which the signal
// moved away by as much on both sides before it was surpassed: the prominence of a summit.
struct TurningPointRule {
  Side side = Side::above;  // above: crests; below: troughs
  int window = 6, phase = 6, cycle = 15;
  std::optional<double> level;
  std::optional<double> amplitude;
  Tie tie = Tie::first;
};

// Dates given by hand: counted and reported as hand-picked. The signal is only for show: beside each date
// stands its latest figure that was known then.
struct DatesByHand {
  std::vector<Date> dates;
};

using EpisodeRule = std::variant<ThresholdRule, TurningPointRule, DatesByHand>;

// An episode. Indexes are into the signal. For thresholds: `start` the first observation of the spell,
// `end` the first one of the run that leaves it, `confirm` the one on which leaving was certain (with a gap:
// on which no later spell could be joined any more). For turning points: start = end = extreme, `confirm`
// the observation with which the rule, run on the data up to then, first reports this extreme and never
// withdraws it. For dates by hand: all at the latest observation that had been published by the date, which
// is `known` and `by_hand`.
//
// `known` is the day on which everything up to the confirming observation was published (for thresholds
// that confirms the leaving, hence the extreme). Open episodes are still in the spell at the last
// observation: no end, confirm or known yet, and their extreme may still move. A closed episode whose leaving
// is not yet certain has an end but no confirm and no known.
struct Episode {
  std::size_t start = 0;
  std::size_t extreme = 0;
  double extreme_value = 0;
  std::optional<std::size_t> end;
  std::optional<std::size_t> confirm;
  std::optional<Date> known;
  bool open = false;
  bool began_before_data = false;  // in the spell at the signal's first observation
  std::optional<Date> by_hand;     // the date itself, where it was given by hand
};

// Checks the rule by itself: `until` on the wrong side of `below`, counts below 1, numbers that are not
// finite, dates missing or repeated. Throws UserError event_rule (RR501) at `place`.
void check_rule(const EpisodeRule& rule, const Place& place);

// All episodes, in order. Missing observations (NaN) are passed over: they neither enter nor leave nor break
// a run, and turning points count only the others. O(T), turning points O(T log T). Throws UserError
// event_rule when the rule is not right, or no observation had been published by a date given by hand;
// at `place`.
std::vector<Episode> find_episodes(const Series& signal, const EpisodeRule& rule, const Place& place = {});

// The rule in words: "below 48 until at or above 51, ties to the first".
std::string describe(const EpisodeRule& rule);

}  // namespace rerate

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
  bool inclusive =
      false;  // enter below: x < level, or x <= level when inclusive; leaving: x >= level is inclusive
};

// A spell under (or over) a level with hysteresis: entered when `enter_periods` observations in a row are
// beyond `enter`, left when `leave_periods` in a row are at or past `leave`. Spells whose quiet time between
// leaving and the next entry is shorter than `gap` are one.
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
// cycles `cycle` observations at least. Then `level` (a crest at or above it, a trough at or below) and
// `amplitude` (the swing from the opposite turning point before, and the swing after as far as seen).
struct TurningPointRule {
  Side side = Side::above;  // above: crests; below: troughs
  int window = 6, phase = 6, cycle = 15;
  std::optional<double> level;
  std::optional<double> amplitude;
  Tie tie = Tie::first;
};

// Dates given by hand: counted and reported as hand-picked.
struct DatesByHand {
  std::vector<Date> dates;
};

using EpisodeRule = std::variant<ThresholdRule, TurningPointRule, DatesByHand>;

// An episode. Indexes are into the signal. For thresholds: `start` the first observation of the spell,
// `end` the first one that leaves it, `confirm` the one on which leaving was certain. For turning points:
// start = end = extreme, `confirm` the observation with which the rule, run on the data up to then, first
// reports this extreme and never withdraws it. `known` is the day on which the confirming observation was
// published (for thresholds confirming the leaving, hence the extreme). Open episodes have no end, confirm or
// known yet, and their extreme may still move.
struct Episode {
  std::size_t start = 0;
  std::size_t extreme = 0;
  double extreme_value = 0;
  std::optional<std::size_t> end;
  std::optional<std::size_t> confirm;
  std::optional<Date> known;
  bool open = false;
  bool began_before_data = false;  // in the spell at the signal's first observation
};

// Checks the rule by itself: `until` on the wrong side of `below`, counts below 1, and so on.
// Throws UserError event_rule (RR501) at `place`.
void check_rule(const EpisodeRule& rule, const Place& place);

// All episodes, in order. Missing observations (NaN) neither enter nor leave. O(T), turning points O(T
// window).
std::vector<Episode> find_episodes(const Series& signal, const EpisodeRule& rule);

// The rule in words: "below 48 until at or above 51, ties to the first".
std::string describe(const EpisodeRule& rule);

}  // namespace rerate

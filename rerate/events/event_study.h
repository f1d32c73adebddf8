#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "rerate/base/duration.h"
#include "rerate/events/episodes.h"
#include "rerate/statistics/block_bootstrap.h"
#include "rerate/statistics/circular_shift.h"

namespace rerate {

// The date of an episode from which returns are counted. `start`, `extreme` and `end` use hindsight;
// `confirm` is the period in which the episode's end was seen, `known` the first price on or after the
// day that observation was published: the only one that can be traded.
enum class Anchor : std::uint8_t { start, extreme, end, confirm, known };

struct Exclusion {
  Date date;           // an episode is excluded when it contains this day (turning points: within 31 days)
  std::string reason;  // printed in the note
};

struct EventStudyQuestion {
  EpisodeRule rule;
  Anchor anchor = Anchor::extreme;
  // Returns run over (t, t + horizon]; a Date instead means "from each event to that day".
  std::variant<Duration, Date> horizon = Duration{12, Duration::Unit::month};
  std::vector<Exclusion> exclusions;
  std::optional<Date> from,
      to;  // dates on which events and base-rate windows may start; and last price used is `to`
  std::uint64_t seed = 1;
  int draws = 2000;
  double level = 0.95;
};

enum class EventState : std::uint8_t { complete, pending, excluded, not_yet_known, before_prices };

struct Event {
  Episode episode;
  EventState state = EventState::complete;
  std::string exclusion_reason;
  std::optional<std::size_t> entry;  // index into the price grid from which the return runs
  std::optional<std::size_t> exit;
  double asset_return = 0, benchmark_return = 0,
         relative_return = 0;  // percent, percent, pp; NaN unless complete
  // What a pending event has earned so far, NaN otherwise.
  double so_far_asset = 0, so_far_benchmark = 0, so_far_relative = 0;
};

// Statistics of one outcome (asset, benchmark or relative) over the complete events.
struct OutcomeStatistics {
  double mean = 0, median = 0;
  int led = 0;           // events with outcome > 0
  double hit_rate = 0;   // percent of complete
  double base_rate = 0;  // percent of all dates
  double base_mean = 0, base_median = 0;
  double p_mean = 1, p_median = 1, p_led = 1;
  double ci_low = 0, ci_high = 0;
  double leave_one_out_low = 0,
         leave_one_out_high = 0;  // range of the mean with one event left out; NaN for n < 2
  double block_length = 0;
};

// Average path around the anchor: offsets in price observations, cumulative return in percent (pp for
// relative) from the entry, with a bootstrap interval of the mean at each offset, and the average over all
// dates beside it.
struct AveragePath {
  std::vector<int> offset;
  std::vector<double> mean, low, high, base;
  std::vector<int> events;  // how many events reach this offset
};

// One study seen from one anchor.
struct AnchoredStudy {
  Anchor anchor = Anchor::extreme;
  std::vector<Event> events;
  int episodes = 0;  // found and not excluded, with prices at the entry
  int complete = 0, pending = 0, excluded = 0, not_yet_known = 0;
  double n_eff = 0;  // price observations in the union of windows / observations in one window
  int sample = 0;    // T: dates with a complete window
  std::optional<OutcomeStatistics> asset, benchmark, relative;  // nothing when no event is complete
  AveragePath path;  // of relative when there is a benchmark, else of asset
};

struct RunningTally {
  Date from, to;
  double asset = 0, benchmark = 0, relative = 0;
};

struct EventStudy {
  AnchoredStudy main;                    // from the question's anchor
  std::optional<AnchoredStudy> known;    // from known_at, when the main anchor is another
  std::optional<AnchoredStudy> extreme;  // from the extreme, when the main anchor is `known`
  std::optional<RunningTally> tally;     // since the last event's entry
  Series signal;                         // as used
  Series asset;                          // the common price grid
  std::optional<Series> benchmark;
  std::vector<std::string> warnings;
};

// Signal, asset and benchmark must have one frequency. Throws UserError RR50x: an episode rule that never
// fires, a horizon beyond the data, no complete episode. The place of such errors is the caller's to add.
EventStudy run_event_study(const Series& signal, const Series& asset, const Series* benchmark,
                           const EventStudyQuestion& question);

}  // namespace rerate

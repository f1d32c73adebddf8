#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "rerate/base/duration.h"
#include "rerate/events/episodes.h"
#include "rerate/events/question_places.h"
#include "rerate/statistics/block_bootstrap.h"
#include "rerate/statistics/circular_shift.h"

namespace rerate {

// The date of an episode from which returns are counted. `start`, `extreme` and `end` use hindsight;
// `confirm` is the period in which the episode's end was seen, `known` the first price on or after the
// day that observation was published: the only one that can be traded. Dates by hand start at the date.
enum class Anchor : std::uint8_t { start, extreme, end, confirm, known };

struct Exclusion {
  Date date;           // an episode is excluded when it contains this day (turning points, dates by
                       // hand: the nearest within 31 days)
  std::string reason;  // printed in the note
  Place place = {};
};

struct EventStudyQuestion {
  EpisodeRule rule;
  Anchor anchor = Anchor::extreme;
  // Returns run over (t, t + horizon]; a Date instead means "from each event to that day".
  std::variant<Duration, Date> horizon = Duration{12, Duration::Unit::month};
  // The day above stands for a later one that has not come: events after it are pending, not too late.
  bool horizon_to_come = false;
  std::vector<Exclusion> exclusions;
  // Events and base-rate windows start on or after `from`. Nothing after `to` is read, of signal or prices.
  std::optional<Date> from, to;
  std::uint64_t seed = 1;
  int draws = 2000;  // 0: neither intervals nor a path, all else the same
  double level = 0.95;
  QuestionPlaces places;
};

// complete: its window is. pending: its window (or its entry) lies beyond the last price. excluded: by the
// question, or because its return starts on the same date as the event before. not_yet_known: the anchor has
// not happened or was not published yet. before_prices: the anchor lies before the first price. after_horizon:
// the anchor lies on or after the day to which returns run, so that it never has a window.
enum class EventState : std::uint8_t {
  complete,
  pending,
  excluded,
  not_yet_known,
  before_prices,
  after_horizon
};

struct Event {
  Episode episode;
  EventState state = EventState::complete;
  std::string exclusion_reason;
  std::optional<std::size_t> entry;  // index into the price grid from which the return runs
  std::optional<std::size_t> exit;
  // Percent, percent, pp; NaN unless the window is complete (an excluded event may have them), and for
  // benchmark and relative without a benchmark.
  double asset_return = 0, benchmark_return = 0, relative_return = 0;
  // What an event whose window is not complete has earned so far, NaN otherwise.
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
  double ci_low = 0, ci_high = 0;  // stationary-bootstrap interval of the mean; NaN for n < 2
  // Range of the mean with one event left out; NaN for n < 2.
  double leave_one_out_low = 0, leave_one_out_high = 0;
  double block_length = 0;  // mean, in dates, of that bootstrap
};

// Average path around the entry, over the complete events: offsets in price observations, cumulative return
// in percent (pp for relative) from the entry (0 there), with the pointwise bootstrap interval of the mean at
// each offset (NaN where fewer than two events reach it), and the average over all dates beside it.
struct AveragePath {
  std::vector<int> offset;
  std::vector<double> mean, low, high, base;
  std::vector<int> events;  // how many events reach this offset
};

// One study seen from one anchor.
struct AnchoredStudy {
  Anchor anchor = Anchor::extreme;
  std::vector<Event> events;
  int episodes = 0;  // complete + pending + not_yet_known: found, not excluded, not outside the prices
  int complete = 0, pending = 0, excluded = 0, not_yet_known = 0;
  // Independent windows: price observations in the union of complete windows / those of an average one.
  double n_eff = 0;
  int sample = 0;                                               // T: dates with a complete window
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
  std::optional<RunningTally> tally;     // since the last event's entry, to the last price
  Series signal;                         // as used: up to `to`
  Series asset;                          // the common price grid
  std::optional<Series> benchmark;
  std::vector<std::string> warnings;  // whole sentences
};

// The whole study (domain formulas 7 and 8): episodes of the signal, placed on the dates that asset and
// benchmark share, their forward returns, and what these say against all T dates with a complete window.
// Dates by hand have no second anchor: they are the reader's, known by definition.
//
// Signal, asset and benchmark must have one frequency. Throws UserError, at the question's place for what it
// is about:
//   event_rule, event_never_fires   the rule is not right; it finds nothing
//   event_frequency, event_kinds, event_prices   see question_types.h, price_grid.h
//   event_horizon, event_none_complete   no window fits; windows fit but no event has one
//   event_exclusion   an exclusion that matches no episode
//   event_too_many    more work for the bootstrap than a few seconds (outcome_statistics.h)
//
// Every random number is a pure function of the question's seed: stream 4 anchor + outcome (asset 0,
// benchmark 1, relative 2), so a study does not depend on the threads or on the other studies.
EventStudy run_event_study(const Series& signal, const Series& asset, const Series* benchmark,
                           const EventStudyQuestion& question);

// Its signal, prices and the events from the question's anchor alone, with their returns, for who asks which they are: no
// statistics, no other anchor, tally or warnings. Refuses as the whole study does, but for the size of the bootstrap.
EventStudy find_events(const Series& signal, const Series& asset, const Series* benchmark,
                       const EventStudyQuestion& question);

}  // namespace rerate

#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "rerate/events/event_study.h"
#include "rerate/events/forward_returns.h"
#include "rerate/events/price_grid.h"

namespace rerate {

// "start", "trough" or "crest" (by the rule's side; "date" for dates by hand), "end", "confirmation",
// "publication".
std::string_view word_for(Anchor anchor, const EpisodeRule& rule);

// The episodes that the exclusions leave out, with the reason: one entry per episode, empty when it stays.
// An exclusion leaves out the episode that contains its day (start to the day before the end), or, for
// turning points and dates by hand, the nearest within 31 days. Throws UserError event_exclusion when there
// is none.
std::vector<std::string> exclusion_reasons(const Series& signal, const std::vector<Episode>& episodes,
                                           const EpisodeRule& rule, const std::vector<Exclusion>& exclusions);

// The episode that an exclusion of this day leaves out; nothing when there is none.
std::optional<std::size_t> excluded_episode(const Series& signal, const std::vector<Episode>& episodes,
                                            const EpisodeRule& rule, Date day);

// The day from which an episode's return is to run; nothing while it is not known.
std::optional<Date> anchor_day(const Series& signal, const Episode& episode, const EpisodeRule& rule,
                               Anchor anchor);

// Where a day falls on the price grid: before_prices, or pending with the index of the entry, which is
// nothing while prices have not reached the day.
struct GridEntry {
  EventState state = EventState::pending;
  std::optional<std::size_t> at;
};
GridEntry entry_with_hindsight(const PriceGrid& grid, Date day);
GridEntry entry_once_known(const PriceGrid& grid, Date day);

// Whether returns that run to `end` cannot run from `day`, which enters at `entry`, if anywhere.
bool is_after_horizon(const PriceGrid& grid, Date end, Date day, std::optional<std::size_t> entry);

struct EventDates {
  std::vector<Event> events;
  int before_from = 0;                // left out: they would start before the question's `from`
  std::vector<std::size_t> repeated;  // events excluded because they enter with the one before
  int far_from_a_price = 0;  // complete or pending, with no price in the ten days up to the entry's day
};

// Places every episode on the price grid, as seen from `anchor`, and takes its returns.
//
// With hindsight, entry is the last price at or before the last day of the anchor's period (for dates by
// hand: at or before the date). From `known`, it is the first price made on or after the day of publication.
EventDates place_events(const Series& signal, const std::vector<Episode>& episodes,
                        const std::vector<std::string>& exclusion_reasons, const PriceGrid& grid,
                        const ForwardWindows& windows, const EventStudyQuestion& question, Anchor anchor);

}  // namespace rerate

#include "rerate/events/event_dates.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "rerate/base/business_calendar.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr int kNearDays = 31;

bool by_hand(const EpisodeRule& rule) { return std::holds_alternative<DatesByHand>(rule); }

// Days from `date` to the episode; 0 when it contains it.
int distance(const Series& signal, const Episode& episode, const EpisodeRule& rule, Date date) {
  Date first = first_day(signal.period(episode.start)), last = last_day(signal.period(episode.extreme));
  if (by_hand(rule)) first = last = *episode.known;
  if (std::holds_alternative<ThresholdRule>(rule))
    last =
        episode.end ? first_day(signal.period(*episode.end)) - 1 : last_day(signal.period(signal.size() - 1));
  return date < first ? first - date : date > last ? date - last : 0;
}

// An exclusion may name a day this far from the episode that it leaves out.
int reach_of(const EpisodeRule& rule) { return std::holds_alternative<ThresholdRule>(rule) ? 0 : kNearDays; }

std::size_t excluded_or_refuse(const Series& signal, const std::vector<Episode>& episodes,
                               const EpisodeRule& rule, const Exclusion& exclusion) {
  const auto found = excluded_episode(signal, episodes, rule, exclusion.date);
  if (!found)
    refuse(ErrorCode::event_exclusion,
           fmt::format("no episode {} {}: the exclusion leaves nothing out (its reason: {})",
                       reach_of(rule) == 0 ? "contains" : "lies within 31 days of", to_string(exclusion.date),
                       exclusion.reason),
           {}, exclusion.place);
  return *found;
}

void take_returns(const PriceGrid& grid, const ForwardWindows& windows, Event& event) {
  const auto last = grid.size() - 1;
  const auto entry = *event.entry;
  event.exit = windows.exit(entry);
  if (event.exit) {
    event.state = EventState::complete;
    event.asset_return = grid.asset_return(entry, *event.exit);
    event.benchmark_return = grid.benchmark ? grid.benchmark_return(entry, *event.exit) : kMissing;
    event.relative_return = grid.benchmark ? grid.relative_return(entry, *event.exit) : kMissing;
    return;
  }
  event.so_far_asset = grid.asset_return(entry, last);
  event.so_far_benchmark = grid.benchmark ? grid.benchmark_return(entry, last) : kMissing;
  event.so_far_relative = grid.benchmark ? grid.relative_return(entry, last) : kMissing;
}

Event blank_event(const Episode& episode, const std::string& exclusion_reason) {
  Event event;
  event.episode = episode;
  event.exclusion_reason = exclusion_reason;
  event.asset_return = event.benchmark_return = event.relative_return = kMissing;
  event.so_far_asset = event.so_far_benchmark = event.so_far_relative = kMissing;
  return event;
}

// Two events with one entry are one return: the later is left out, so that it does not count twice.
void leave_out_repeated(const PriceGrid& grid, EventDates& dates) {
  const auto counts = [](const Event& event) {
    return event.entry && (event.state == EventState::complete || event.state == EventState::pending);
  };
  std::set<std::size_t> taken;  // figures that came out late can turn the order of entries round
  for (std::size_t i = 0; i < dates.events.size(); ++i) {
    auto& event = dates.events[i];
    if (!counts(event)) continue;
    if (!taken.insert(*event.entry).second) {
      event.state = EventState::excluded;
      event.exclusion_reason =
          fmt::format("its return starts on {} like that of an episode before: counted once",
                      to_string(grid.date(*event.entry)));
      dates.repeated.push_back(i);
    }
  }
}

}  // namespace

std::string_view word_for(Anchor anchor, const EpisodeRule& rule) {
  if (by_hand(rule) && anchor != Anchor::known) return "date";
  switch (anchor) {
    case Anchor::start: return "start";
    case Anchor::end: return "end";
    case Anchor::confirm: return "confirmation";
    case Anchor::known: return "publication";
    default: break;
  }
  const auto* threshold = std::get_if<ThresholdRule>(&rule);
  const Side side = threshold ? threshold->side : std::get<TurningPointRule>(rule).side;
  return side == Side::below ? "trough" : "crest";
}

std::optional<std::size_t> excluded_episode(const Series& signal, const std::vector<Episode>& episodes,
                                            const EpisodeRule& rule, Date day) {
  const auto away = [&](const Episode& one) { return distance(signal, one, rule, day); };
  const auto nearest = std::min_element(episodes.begin(), episodes.end(),
                                        [&](const auto& a, const auto& b) { return away(a) < away(b); });
  if (nearest == episodes.end() || away(*nearest) > reach_of(rule)) return std::nullopt;
  return static_cast<std::size_t>(nearest - episodes.begin());
}

std::optional<Date> anchor_day(const Series& signal, const Episode& episode, const EpisodeRule& rule,
                               Anchor anchor) {
  if (anchor == Anchor::known || by_hand(rule)) return episode.known;
  const auto end_of = [&](std::size_t at) { return last_day(signal.period(at)); };
  switch (anchor) {
    case Anchor::start: return end_of(episode.start);
    case Anchor::extreme: return end_of(episode.extreme);
    case Anchor::end: return episode.end ? std::optional(end_of(*episode.end)) : std::nullopt;
    default: return episode.confirm ? std::optional(end_of(*episode.confirm)) : std::nullopt;
  }
}

GridEntry entry_with_hindsight(const PriceGrid& grid, Date day) {
  const auto wanted = last_priced_by(grid.frequency(), day);
  const auto at = grid.asset.find_at_or_before(wanted);
  if (!at) return {EventState::before_prices, std::nullopt};
  // Prices that end before the day say nothing about the return from it.
  const bool reached = is_regular(grid.frequency())
                           ? grid.asset.ordinal.back() >= wanted
                           : grid.date(grid.size() - 1) >= on_or_before_trading_day(day);
  return {EventState::pending, reached ? at : std::nullopt};
}

GridEntry entry_once_known(const PriceGrid& grid, Date day) {
  const auto wanted = first_priced_from(grid.frequency(), day);
  if (wanted < grid.asset.ordinal.front()) return {EventState::before_prices, std::nullopt};
  return {EventState::pending, grid.asset.find_at_or_after(wanted)};
}

bool is_after_horizon(const PriceGrid& grid, Date end, Date day, std::optional<std::size_t> entry) {
  return entry ? grid.asset.ordinal[*entry] >= last_priced_by(grid.frequency(), end) : day >= end;
}

std::vector<std::string> exclusion_reasons(const Series& signal, const std::vector<Episode>& episodes,
                                           const EpisodeRule& rule,
                                           const std::vector<Exclusion>& exclusions) {
  std::vector<std::string> reasons(episodes.size());
  for (const auto& exclusion : exclusions) {
    auto& reason = reasons[excluded_or_refuse(signal, episodes, rule, exclusion)];
    reason += reason.empty() ? exclusion.reason : "; " + exclusion.reason;
    if (reason.empty()) reason = "no reason given";
  }
  return reasons;
}

EventDates place_events(const Series& signal, const std::vector<Episode>& episodes,
                        const std::vector<std::string>& exclusion_reasons, const PriceGrid& grid,
                        const ForwardWindows& windows, const EventStudyQuestion& question, Anchor anchor) {
  EventDates dates;
  const auto* end = std::get_if<Date>(&question.horizon);
  for (std::size_t i = 0; i < episodes.size(); ++i) {
    auto event = blank_event(episodes[i], exclusion_reasons[i]);
    const auto day = anchor_day(signal, event.episode, question.rule, anchor);
    const auto entry = !day                      ? GridEntry{EventState::not_yet_known, std::nullopt}
                       : anchor == Anchor::known ? entry_once_known(grid, *day)
                                                 : entry_with_hindsight(grid, *day);
    event.state = entry.state;
    event.entry = entry.at;
    const auto starts =
        event.entry ? grid.date(*event.entry) : day.value_or(last_day(signal.period(event.episode.extreme)));
    if (question.from && starts < *question.from) {
      ++dates.before_from;
      continue;
    }
    if (day && event.state == EventState::pending && end && !question.horizon_to_come &&
        is_after_horizon(grid, *end, *day, event.entry))
      event.state = EventState::after_horizon;
    else if (event.entry)
      take_returns(grid, windows, event);
    if (!event.exclusion_reason.empty()) event.state = EventState::excluded;
    if (event.entry && (event.state == EventState::complete || event.state == EventState::pending) &&
        !is_regular(grid.frequency()) && std::abs(*day - starts) > 10)
      ++dates.far_from_a_price;
    dates.events.push_back(std::move(event));
  }
  leave_out_repeated(grid, dates);
  return dates;
}

}  // namespace rerate

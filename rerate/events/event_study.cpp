#include "rerate/events/event_study.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "rerate/base/number_text.h"
#include "rerate/base/parallel.h"
#include "rerate/events/average_path.h"
#include "rerate/events/event_dates.h"
#include "rerate/events/event_study_warnings.h"
#include "rerate/events/outcome_statistics.h"
#include "rerate/events/question_types.h"

namespace rerate {
namespace {

// What every anchor of a study shares.
struct Ground {
  const EventStudyQuestion& question;
  const Series& signal;
  std::vector<Episode> episodes;
  std::vector<std::string> exclusion_reasons;
  PriceGrid grid;
  ForwardWindows windows;
  ForwardReturns returns;
};

std::string range_of(const Series& signal) {
  double least = HUGE_VAL, most = -HUGE_VAL;
  for (const double value : signal.value) {
    if (std::isnan(value)) continue;
    least = std::min(least, value);
    most = std::max(most, value);
  }
  return least <= most ? fmt::format("`{}` runs from {} to {}", signal.name, shortest(least), shortest(most))
                       : fmt::format("`{}` has no observation", signal.name);
}

std::vector<Episode> episodes_or_refuse(const Series& signal, const EpisodeRule& rule, const Place& place) {
  auto episodes = find_episodes(signal, rule, place);
  if (episodes.empty())
    refuse(ErrorCode::event_never_fires,
           fmt::format("the rule `{}` finds no episode: {}", describe(rule), range_of(signal)), {}, place);
  return episodes;
}

// Windows to a fixed day differ in length, so that other dates tell nothing about an event's return: there
// is no base rate and no p-value.
void forget_other_dates(OutcomeStatistics& statistics) {
  constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
  statistics.base_rate = statistics.base_mean = statistics.base_median = kMissing;
  statistics.p_mean = statistics.p_median = statistics.p_led = kMissing;
}

// Complete events in order of entry, as indexes into the grid.
std::vector<std::size_t> complete_entries(const std::vector<Event>& events) {
  std::vector<std::size_t> entries;
  for (const auto& event : events)
    if (event.state == EventState::complete) entries.push_back(*event.entry);
  std::sort(entries.begin(), entries.end());
  return entries;
}

double independent_windows(const ForwardWindows& windows, const std::vector<std::size_t>& entries) {
  std::size_t covered = 0, total = 0, reached = 0;
  for (const auto entry : entries) {
    const auto exit = *windows.exit(entry);
    total += exit - entry;
    covered += exit - std::min(exit, std::max(reached, entry));
    reached = std::max(reached, exit);
  }
  return static_cast<double>(covered) * static_cast<double>(entries.size()) / static_cast<double>(total);
}

void count_states(AnchoredStudy& study) {
  const auto in = [&](EventState state) {
    return static_cast<int>(std::count_if(study.events.begin(), study.events.end(),
                                          [state](const Event& event) { return event.state == state; }));
  };
  study.complete = in(EventState::complete);
  study.pending = in(EventState::pending);
  study.excluded = in(EventState::excluded);
  study.not_yet_known = in(EventState::not_yet_known);
  study.episodes = study.complete + study.pending + study.not_yet_known;
}

void add_statistics(const Ground& ground, AnchoredStudy& study) {
  const auto entries = complete_entries(study.events);
  if (entries.empty()) return;
  study.n_eff = independent_windows(ground.windows, entries);
  std::vector<std::int32_t> dates;
  for (const auto entry : entries) dates.push_back(static_cast<std::int32_t>(entry - ground.windows.first()));

  const auto about = [&](const std::vector<double>& outcome, std::uint64_t number) {
    auto result =
        study_outcome(outcome, dates,
                      {ground.question.draws, ground.question.level, ground.question.seed,
                       4 * static_cast<std::uint64_t>(study.anchor) + number, ground.question.places.draws});
    if (std::holds_alternative<Date>(ground.question.horizon)) forget_other_dates(result.statistics);
    return result;
  };
  const auto follow = [&](const OutcomeStudy& outcome) {
    if (ground.question.draws == 0) return;
    study.path = average_path(ground.grid, ground.windows, entries, outcome.draws, ground.question.level);
  };
  const auto asset = about(ground.returns.asset, 0);
  study.asset = asset.statistics;
  if (!ground.grid.benchmark) return follow(asset);
  study.benchmark = about(ground.returns.benchmark, 1).statistics;
  const auto relative = about(ground.returns.relative, 2);
  study.relative = relative.statistics;
  follow(relative);
}

struct Anchored {
  AnchoredStudy study;
  EventDates dates;
};

Anchored events_from(const Ground& ground, Anchor anchor) {
  Anchored result;
  result.dates = place_events(ground.signal, ground.episodes, ground.exclusion_reasons, ground.grid,
                              ground.windows, ground.question, anchor);
  result.study.anchor = anchor;
  result.study.events = result.dates.events;
  result.study.sample = static_cast<int>(ground.windows.count());
  count_states(result.study);
  return result;
}

Anchored study_from(const Ground& ground, Anchor anchor) {
  auto result = events_from(ground, anchor);
  add_statistics(ground, result.study);
  return result;
}

void require_complete(const Anchored& main, const Place& place) {
  const auto& study = main.study;
  if (study.complete > 0) return;
  const auto in = [&](EventState state) {
    return std::count_if(study.events.begin(), study.events.end(),
                         [state](const Event& event) { return event.state == state; });
  };
  refuse(ErrorCode::event_none_complete,
         fmt::format(
             "no episode has a complete window: {} pending, {} not yet known, {} excluded, {} before the "
             "first price, {} after the last day of returns, {} before `from`",
             study.pending, study.not_yet_known, study.excluded, in(EventState::before_prices),
             in(EventState::after_horizon), main.dates.before_from),
         {}, place);
}

std::optional<RunningTally> tally_since_last(const Ground& ground, const AnchoredStudy& study) {
  std::optional<std::size_t> entry;
  for (const auto& event : study.events)
    if (event.entry && (event.state == EventState::complete || event.state == EventState::pending))
      entry = std::max(entry.value_or(0), *event.entry);
  const auto last = ground.grid.size() - 1;
  if (!entry || *entry == last) return std::nullopt;
  return RunningTally{ground.grid.date(*entry), ground.grid.date(last),
                      ground.grid.asset_return(*entry, last), ground.grid.benchmark_return(*entry, last),
                      ground.grid.relative_return(*entry, last)};
}

Ground lay_ground(const Series& signal, const Series& asset, const Series* benchmark,
                  const EventStudyQuestion& question) {
  auto episodes = episodes_or_refuse(signal, question.rule, question.places.rule);
  auto reasons = exclusion_reasons(signal, episodes, question.rule, question.exclusions);
  auto grid = common_prices(asset, benchmark, question.to, question.places);
  ForwardWindows windows(grid, question.horizon, question.from, question.places.horizon);
  auto returns = forward_returns(grid, windows);
  return {question,           signal,          std::move(episodes),
          std::move(reasons), std::move(grid), std::move(windows),
          std::move(returns)};
}

// The anchors to study: the question's, and the other of extreme and known beside it.
std::vector<Anchor> anchors(const EventStudyQuestion& question) {
  if (std::holds_alternative<DatesByHand>(question.rule)) return {question.anchor};
  return {question.anchor, question.anchor == Anchor::known ? Anchor::extreme : Anchor::known};
}

void check_types(const Series& signal, const Series& asset, const Series* benchmark,
                 const EventStudyQuestion& question) {
  const TypedSeries other = benchmark ? TypedSeries{benchmark->name, benchmark->type} : TypedSeries{};
  check_question_types({signal.name, signal.type}, {asset.name, asset.type}, benchmark ? &other : nullptr,
                       question);
}

}  // namespace

EventStudy find_events(const Series& signal, const Series& asset, const Series* benchmark,
                       const EventStudyQuestion& question) {
  check_types(signal, asset, benchmark, question);
  EventStudy study;
  study.signal = slice(signal, std::nullopt, question.to);
  auto ground = lay_ground(study.signal, asset, benchmark, question);
  auto found = events_from(ground, question.anchor);
  require_complete(found, question.places.rule);
  study.main = std::move(found.study);
  study.asset = std::move(ground.grid.asset);
  study.benchmark = std::move(ground.grid.benchmark);
  return study;
}

EventStudy run_event_study(const Series& signal, const Series& asset, const Series* benchmark,
                           const EventStudyQuestion& question) {
  RERATE_ASSERT(question.draws >= 0 && question.level > 0 && question.level < 1, "bootstrap settings");
  check_types(signal, asset, benchmark, question);
  EventStudy study;
  study.signal = slice(signal, std::nullopt, question.to);
  auto ground = lay_ground(study.signal, asset, benchmark, question);

  const auto wanted = anchors(question);
  std::vector<Anchored> seen(wanted.size());
  parallel_for(wanted.size(), [&](std::size_t i) { seen[i] = study_from(ground, wanted[i]); });
  require_complete(seen[0], question.places.rule);

  study.tally = tally_since_last(ground, seen[0].study);
  study.main = std::move(seen[0].study);
  if (seen.size() > 1) (wanted[1] == Anchor::known ? study.known : study.extreme) = std::move(seen[1].study);
  study.asset = std::move(ground.grid.asset);
  study.benchmark = std::move(ground.grid.benchmark);
  study.warnings = event_study_warnings(study, question, seen[0].dates);
  return study;
}

}  // namespace rerate

#include "rerate/events/episodes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/events/threshold_episodes.h"
#include "rerate/events/turning_points.h"

namespace rerate {
namespace {

void require_count(std::string_view name, int count, int least, const Place& place) {
  if (count < least)
    refuse(ErrorCode::event_rule,
           fmt::format("episode rule: `{}` ({}) must be at least {}", name, count, least), {}, place);
}

void require_finite(std::string_view name, double value, const Place& place) {
  if (!std::isfinite(value))
    refuse(ErrorCode::event_rule, fmt::format("episode rule: `{}` must be a finite number", name), {}, place);
}

void check(const ThresholdRule& rule, const Place& place) {
  const bool below = rule.side == Side::below;
  const std::string_view side = below ? "below" : "above";
  require_finite(side, rule.enter.level, place);
  require_finite("until", rule.leave.level, place);
  require_count("n_in", rule.enter_periods, 1, place);
  require_count("n_out", rule.leave_periods, 1, place);
  require_count("gap", rule.gap, 0, place);
  const double room = below ? rule.leave.level - rule.enter.level : rule.enter.level - rule.leave.level;
  if (room > 0 || (room == 0 && !(rule.enter.inclusive && rule.leave.inclusive))) return;
  refuse(
      ErrorCode::event_rule,
      fmt::format("episode rule: `until` ({}) must be {} `{}` ({})", shortest(rule.leave.level),
                  below ? "above" : "below", side, shortest(rule.enter.level)),
      fmt::format("An episode {} a level ends on the other side of it: exchange the two numbers, or `below` "
                  "and `above`.",
                  side),
      place);
}

void check(const TurningPointRule& rule, const Place& place) {
  require_count("window", rule.window, 1, place);
  require_count("phase", rule.phase, 1, place);
  require_count("cycle", rule.cycle, 1, place);
  if (rule.level) require_finite("level", *rule.level, place);
  if (!rule.amplitude) return;
  require_finite("amplitude", *rule.amplitude, place);
  if (*rule.amplitude < 0)
    refuse(ErrorCode::event_rule,
           fmt::format("episode rule: `amplitude` ({}) must not be negative", shortest(*rule.amplitude)), {},
           place);
}

void check(const DatesByHand& rule, const Place& place) {
  if (rule.dates.empty()) refuse(ErrorCode::event_rule, "dates by hand: the list is empty", {}, place);
  auto dates = rule.dates;
  std::sort(dates.begin(), dates.end());
  const auto twice = std::adjacent_find(dates.begin(), dates.end());
  if (twice != dates.end())
    refuse(ErrorCode::event_rule, fmt::format("dates by hand: {} is given twice", to_string(*twice)), {},
           place);
}

// The day on which all of first..last had been published for the first time.
Date published(const Series& signal, std::size_t first, std::size_t last) {
  Date latest = signal.first_known(first);
  for (auto i = first + 1; i <= last; ++i) latest = std::max(latest, signal.first_known(i));
  return latest;
}

std::vector<Episode> with_known(const Series& signal, std::vector<Episode> episodes) {
  add_known(signal, episodes);
  return episodes;
}

std::vector<Episode> find(const Series& signal, const ThresholdRule& rule, const Place&) {
  return with_known(signal, threshold_episodes(signal.value, rule));
}

// Turning points count only observations that are there.
std::vector<Episode> find(const Series& signal, const TurningPointRule& rule, const Place&) {
  std::vector<std::size_t> place;
  std::vector<double> observed;
  for (std::size_t t = 0; t < signal.size(); ++t) {
    if (std::isnan(signal.value[t])) continue;
    place.push_back(t);
    observed.push_back(signal.value[t]);
  }
  auto episodes = turning_points(observed, rule);
  for (auto& episode : episodes) {
    episode.start = episode.extreme = place[episode.extreme];
    episode.end = episode.extreme;
    episode.confirm = place[*episode.confirm];
  }
  return with_known(signal, std::move(episodes));
}

std::vector<Episode> find(const Series& signal, const DatesByHand& rule, const Place& place) {
  auto dates = rule.dates;
  std::sort(dates.begin(), dates.end());
  std::vector<std::size_t> published_first;  // observations by the day on which they came out
  for (std::size_t t = 0; t < signal.size(); ++t)
    if (!std::isnan(signal.value[t])) published_first.push_back(t);
  std::stable_sort(published_first.begin(), published_first.end(), [&](std::size_t a, std::size_t b) {
    return signal.first_known(a) < signal.first_known(b);
  });

  std::vector<Episode> episodes;
  std::optional<std::size_t> newest;
  auto next = published_first.begin();
  for (const auto date : dates) {
    for (; next != published_first.end() && signal.first_known(*next) <= date; ++next)
      newest = std::max(newest.value_or(0), *next);
    if (!newest)
      refuse(ErrorCode::event_rule,
             fmt::format("dates by hand: {} is before the first published figure of `{}`", to_string(date),
                         signal.name),
             "Choose later dates, or a signal that reaches back further.", place);
    Episode episode;
    episode.start = episode.extreme = *newest;
    episode.extreme_value = signal.value[*newest];
    episode.end = episode.confirm = *newest;
    episode.known = episode.by_hand = date;
    episodes.push_back(episode);
  }
  return episodes;
}

std::string in_a_row(int count) {
  return count == 1 ? std::string() : fmt::format(" for {} observations in a row", count);
}

std::string ties(Tie tie) { return tie == Tie::first ? ", ties to the first" : ", ties to the last"; }

std::string words(const ThresholdRule& rule) {
  const bool below = rule.side == Side::below;
  const auto enter = fmt::format("{}{} {}", rule.enter.inclusive ? "at or " : "", below ? "below" : "above",
                                 shortest(rule.enter.level));
  const auto leave = fmt::format("{}{} {}", rule.leave.inclusive ? "at or " : "", below ? "above" : "below",
                                 shortest(rule.leave.level));
  const auto gap = rule.gap == 0 ? std::string()
                                 : fmt::format(", spells less than {} observations apart are one", rule.gap);
  return enter + in_a_row(rule.enter_periods) + " until " + leave + in_a_row(rule.leave_periods) + gap +
         ties(rule.tie);
}

std::string words(const TurningPointRule& rule) {
  const bool crests = rule.side == Side::above;
  auto text = fmt::format(
      "{} within {} observations on either side, phases of at least {} and cycles of at least {} "
      "observations",
      crests ? "crests: highest" : "troughs: lowest", rule.window, rule.phase, rule.cycle);
  if (rule.level) text += fmt::format(", at or {} {}", crests ? "above" : "below", shortest(*rule.level));
  if (rule.amplitude) text += fmt::format(", amplitude at least {}", shortest(*rule.amplitude));
  return text + ties(rule.tie);
}

std::string words(const DatesByHand& rule) {
  return fmt::format("{} {} chosen by hand", rule.dates.size(), rule.dates.size() == 1 ? "date" : "dates");
}

}  // namespace

void add_known(const Series& signal, std::vector<Episode>& episodes) {
  for (auto& episode : episodes)
    if (episode.confirm) episode.known = published(signal, episode.start, *episode.confirm);
}

void check_rule(const EpisodeRule& rule, const Place& place) {
  std::visit([&](const auto& one) { check(one, place); }, rule);
}

std::vector<Episode> find_episodes(const Series& signal, const EpisodeRule& rule, const Place& place) {
  check_rule(rule, place);
  return std::visit([&](const auto& one) { return find(signal, one, place); }, rule);
}

std::string describe(const EpisodeRule& rule) {
  return std::visit([](const auto& one) { return words(one); }, rule);
}

}  // namespace rerate

#include "rerate/multiverse/episode_lists.h"

#include <algorithm>

#include "rerate/base/parallel.h"
#include "rerate/events/event_dates.h"

namespace rerate {
namespace {

bool contradicts_itself(const EpisodeRule& rule) {
  try {
    check_rule(rule, {});
    return false;
  } catch (const UserError&) {
    return true;
  }
}

// Empty too when a date by hand lies before the first published figure.
std::vector<Episode> episodes_if_any(const Series& signal, const EpisodeRule& rule) {
  try {
    return find_episodes(signal, rule);
  } catch (const UserError&) {
    return {};
  }
}

// Lists of some pairs, one after another.
struct FoundLists {
  std::vector<std::int32_t> days;
  std::vector<std::size_t> ends;
  std::vector<std::uint64_t> hashes;
};

}  // namespace

EpisodeLists::EpisodeLists(const EventLatticeOptions& options, std::optional<Date> to) : options_(options) {
  constexpr std::size_t kMostBytes = std::size_t{1} << 28;
  for (const auto* signal : options.signals) {
    const auto& used = signals_.emplace_back(slice(*signal, std::nullopt, to));
    spells_.emplace_back(used.value, kMostBytes / options.signals.size());
  }
  for (const auto& rule : options.rules) stands_.push_back(!contradicts_itself(rule));
  for (const auto anchor : options.anchors) asked_[static_cast<std::size_t>(anchor)] = true;
  list_of_.assign(signals_.size() * options.rules.size(), InternedSpans::kNone);
}

std::vector<Episode> EpisodeLists::episodes(std::size_t signal, const EpisodeRule& rule) const {
  const auto* threshold = std::get_if<ThresholdRule>(&rule);
  if (!threshold || !spells_[signal].serves()) return episodes_if_any(signals_[signal], rule);
  const auto& values = signals_[signal].value;
  auto episodes = episodes_of_spells(values, *threshold, spells_[signal].spells(*threshold));
  if (asked_[static_cast<std::size_t>(Anchor::known)]) add_known(signals_[signal], episodes);
  return episodes;
}

// Threshold rules are the same when no figure lies between their levels.
EpisodeLists::Key EpisodeLists::key(std::uint64_t pair) const {
  const auto signal = pair / options_.rules.size();
  const auto at = static_cast<std::size_t>(pair % options_.rules.size());
  const auto* rule = std::get_if<ThresholdRule>(&options_.rules[at]);
  const auto& spells = spells_[static_cast<std::size_t>(signal)];
  if (!stands_[at]) return {-1};
  if (!rule || !spells.serves())
    return {-2, static_cast<std::int32_t>(signal), static_cast<std::int32_t>(at)};
  const bool below = rule->side == Side::below;
  return {static_cast<std::int32_t>(4 * signal) + 2 * below + (rule->tie == Tie::first),
          spells.values_below(rule->enter.level, below == rule->enter.inclusive),
          spells.values_below(rule->leave.level, below != rule->leave.inclusive),
          rule->enter_periods,
          rule->leave_periods,
          rule->gap};
}

void EpisodeLists::append_days(std::uint64_t pair, std::vector<std::int32_t>& days) const {
  const auto at = static_cast<std::size_t>(pair % options_.rules.size());
  if (!stands_[at]) return;
  const auto number = static_cast<std::size_t>(pair / options_.rules.size());
  const auto& signal = signals_[number];
  const auto& rule = options_.rules[at];
  const auto found = episodes(number, rule);
  const auto first = days.size();
  for (const auto& episode : found) {
    bool all_known = true;
    const auto begin = days.size();
    for (std::size_t anchor = 0; anchor < kAnchors; ++anchor) {
      const auto day = asked_[anchor] ? anchor_day(signal, episode, rule, static_cast<Anchor>(anchor))
                                      : std::optional(Date{0});
      days.push_back(day ? day->days : kNotYet);
      all_known = all_known && day;
    }
    days.push_back(0);
    // Where an anchor is not known yet, the extreme stands for it when the start date is looked at.
    if (!all_known)
      days[begin + static_cast<std::size_t>(Anchor::extreme)] = last_day(signal.period(episode.extreme)).days;
  }
  for (const auto& exclusion : options_.exclusions)
    if (const auto excluded = excluded_episode(signal, found, rule, exclusion.date))
      days[first + *excluded * kFigures + kExcluded] = 1;
}

// Gives every unknown pair its key; returns one pair for each that is new.
std::vector<std::uint64_t> EpisodeLists::pairs_of_new_keys(std::span<const std::uint64_t> pairs) {
  constexpr std::size_t kBatch = 2'048;
  std::vector<Key> key_of(pairs.size());
  std::vector<std::uint64_t> hash_of_key(pairs.size());
  parallel_for((pairs.size() + kBatch - 1) / kBatch, [&](std::size_t batch) {
    for (auto i = batch * kBatch; i < std::min(pairs.size(), (batch + 1) * kBatch); ++i) {
      key_of[i] = key(pairs[i]);
      hash_of_key[i] = hash_of(key_of[i]);
    }
  });
  std::vector<std::uint64_t> fresh;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto known = keys_.size();
    const auto number = keys_.intern(key_of[i], hash_of_key[i]);
    list_of_[pairs[i]] = number;
    if (number == known) fresh.push_back(pairs[i]);
  }
  return fresh;
}

void EpisodeLists::find(std::span<const std::uint64_t> pairs) {
  constexpr std::size_t kBatch = 64;
  std::vector<std::uint64_t> wanted;
  for (const auto pair : pairs)
    if (list_of_[pair] == InternedSpans::kNone && (wanted.empty() || wanted.back() != pair))
      wanted.push_back(pair);
  const auto fresh = pairs_of_new_keys(wanted);
  std::vector<FoundLists> found((fresh.size() + kBatch - 1) / kBatch);
  parallel_for(found.size(), [&](std::size_t batch) {
    auto& [days, ends, hashes] = found[batch];
    for (auto i = batch * kBatch; i < std::min(fresh.size(), (batch + 1) * kBatch); ++i) {
      const auto begin = days.size();
      append_days(fresh[i], days);
      ends.push_back(days.size());
      hashes.push_back(hash_of(std::span(days).subspan(begin)));
    }
  });
  for (std::size_t i = 0; i < fresh.size(); ++i) {
    const auto& [days, ends, hashes] = found[i / kBatch];
    const auto begin = i % kBatch == 0 ? 0 : ends[i % kBatch - 1];
    list_of_key_.push_back(
        lists_.intern(std::span(days).subspan(begin, ends[i % kBatch] - begin), hashes[i % kBatch]));
  }
  for (const auto pair : wanted) list_of_[pair] = list_of_key_[list_of_[pair]];
}

bool EpisodeLists::full(std::size_t most_kept) const {
  return lists_.figures() > most_kept || keys_.size() > most_kept / 16;
}

void EpisodeLists::forget() {
  lists_.clear();
  keys_.clear();
  list_of_key_.clear();
  std::ranges::fill(list_of_, InternedSpans::kNone);
}

std::size_t EpisodeLists::most_pairs() const {
  // An episode takes two observations or more, a date by hand one date.
  std::size_t longest = 1;
  for (const auto& signal : signals_) longest = std::max(longest, signal.size() / 2 + 1);
  for (const auto& rule : options_.rules)
    if (const auto* hand = std::get_if<DatesByHand>(&rule)) longest = std::max(longest, hand->dates.size());
  return std::clamp<std::size_t>((std::size_t{1} << 26) / (longest * kFigures), 64, 65'536);
}

}  // namespace rerate

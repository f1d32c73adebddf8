#include "rerate/events/threshold_episodes.h"

#include <cmath>

namespace rerate {
namespace {

// Consecutive observations of one sort, missing ones passed over.
struct Run {
  int length = 0;
  std::size_t first = 0;

  void extend(bool continues, std::size_t at) {
    if (!continues) {
      length = 0;
    } else if (length++ == 0) {
      first = at;
    }
  }
};

std::vector<Spell> spells(std::span<const double> x, const ThresholdRule& rule) {
  std::vector<Spell> result;
  Run entering, leaving;
  bool inside = false;
  for (std::size_t t = 0; t < x.size(); ++t) {
    if (std::isnan(x[t])) continue;
    if (!inside) {
      entering.extend(is_beyond(rule, x[t]), t);
      if (entering.length < rule.enter_periods) continue;
      result.push_back({entering.first, std::nullopt, std::nullopt});
      inside = true;
    } else {
      leaving.extend(is_past(rule, x[t]), t);
      if (leaving.length < rule.leave_periods) continue;
      result.back().end = leaving.first;
      result.back().confirm = t;
      inside = false;
    }
    entering = leaving = {};
  }
  return result;
}

// The first observation at or after the spell's confirmation on which no spell that starts within the
// gap can still appear: past the gap, and not in a run towards a spell that began within it.
std::optional<std::size_t> certain_after_gap(std::span<const double> x, const ThresholdRule& rule,
                                             const Spell& spell) {
  const auto gap_end = *spell.end + static_cast<std::size_t>(rule.gap);
  Run entering;
  for (std::size_t t = *spell.confirm; t < x.size(); ++t) {
    if (!std::isnan(x[t]) && t > *spell.confirm) entering.extend(is_beyond(rule, x[t]), t);
    const bool could_join =
        entering.length > 0 && entering.length < rule.enter_periods && entering.first < gap_end;
    if (t + 1 >= gap_end && !could_join) return t;
  }
  return std::nullopt;
}

std::vector<Spell> join_close(std::span<const double> x, const ThresholdRule& rule,
                              const std::vector<Spell>& found) {
  std::vector<Spell> result;
  for (const auto& spell : found) {
    const bool close =
        !result.empty() && spell.start - *result.back().end < static_cast<std::size_t>(rule.gap);
    if (close) {
      result.back().end = spell.end;
      result.back().confirm = spell.confirm;
    } else {
      result.push_back(spell);
    }
  }
  for (auto& spell : result)
    if (rule.gap > 0 && spell.end) spell.confirm = certain_after_gap(x, rule, spell);
  return result;
}

// Index of the lowest (below) or highest (above) observation in first..end-1.
std::size_t extreme_of(std::span<const double> x, const ThresholdRule& rule, std::size_t first,
                       std::size_t end) {
  std::size_t best = first;
  for (std::size_t t = first + 1; t < end; ++t) {
    const double gain = rule.side == Side::below ? x[best] - x[t] : x[t] - x[best];
    if (gain > 0 || (gain == 0 && rule.tie == Tie::last)) best = t;
  }
  return best;
}

}  // namespace

bool is_beyond(const ThresholdRule& rule, double x) {
  const auto [level, inclusive] = rule.enter;
  return (rule.side == Side::below ? x < level : x > level) || (inclusive && x == level);
}

bool is_past(const ThresholdRule& rule, double x) {
  const auto [level, inclusive] = rule.leave;
  return (rule.side == Side::below ? x > level : x < level) || (inclusive && x == level);
}

std::vector<Episode> threshold_episodes(std::span<const double> x, const ThresholdRule& rule) {
  return episodes_of_spells(x, rule, spells(x, rule));
}

std::vector<Episode> episodes_of_spells(std::span<const double> x, const ThresholdRule& rule,
                                        const std::vector<Spell>& spells) {
  std::size_t first_observed = 0;
  while (first_observed < x.size() && std::isnan(x[first_observed])) ++first_observed;
  std::vector<Episode> episodes;
  for (const auto& spell : join_close(x, rule, spells)) {
    Episode episode;
    episode.start = spell.start;
    episode.extreme = extreme_of(x, rule, spell.start, spell.end.value_or(x.size()));
    episode.extreme_value = x[episode.extreme];
    episode.end = spell.end;
    episode.confirm = spell.confirm;
    episode.open = !spell.end;
    episode.began_before_data = spell.start == first_observed;
    episodes.push_back(episode);
  }
  return episodes;
}

}  // namespace rerate

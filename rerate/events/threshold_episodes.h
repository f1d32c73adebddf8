#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "rerate/events/episodes.h"
#include "rerate/series/series.h"

namespace rerate {

// Is the observation beyond the level that enters a spell, or past the one that leaves it?
bool is_beyond(const ThresholdRule& rule, double x);
bool is_past(const ThresholdRule& rule, double x);

// The spells of a threshold rule, without `known`. Missing observations are passed over; `gap` counts
// positions in `x`, missing ones included, so that twelve months stay twelve months. O(T).
std::vector<Episode> threshold_episodes(std::span<const double> x, const ThresholdRule& rule);

// One entering and leaving, before spells closer than `gap` are joined. Indexes into the signal.
struct Spell {
  std::size_t start = 0;
  std::optional<std::size_t> end, confirm;  // nothing: still in the spell
};

// The episodes of all the rule's spells in `x`, in order; for those who find the spells faster, over many rules.
std::vector<Episode> episodes_of_spells(std::span<const double> x, const ThresholdRule& rule,
                                        const std::vector<Spell>& spells);

// Adds the day on which each was known, where it was confirmed.
void add_known(const Series& signal, std::vector<Episode>& episodes);

}  // namespace rerate

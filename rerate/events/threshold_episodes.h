#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "rerate/events/episodes.h"

namespace rerate {

// Is the observation beyond the level that enters a spell, or past the one that leaves it?
bool is_beyond(const ThresholdRule& rule, double x);
bool is_past(const ThresholdRule& rule, double x);

// The spells of a threshold rule, without `known`. Missing observations are passed over; `gap` counts
// positions in `x`, missing ones included, so that twelve months stay twelve months. O(T).
std::vector<Episode> threshold_episodes(std::span<const double> x, const ThresholdRule& rule);

}  // namespace rerate

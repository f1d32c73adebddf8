#pragma once

#include <span>
#include <string>

#include "rerate/store/store.h"

namespace rerate {

// A series as it stood on a date: for each period the value of the last observation with
// known_at <= as_of. `observations` are ordered by (ordinal, known_at). A figure withdrawn by then, and a
// hole of a regular frequency, is NaN with known_at = kAlwaysKnown; there is none at either end.
// first_known_at is filled when any visible figure is a revision.
// O(observations + periods between the first and the last).
Series series_as_of(const SeriesType& type, const std::string& name,
                    std::span<const Observation> observations, Date as_of);

// SHA-256 over the ordinals, then the values' bits, then the known_at days, each little-endian.
std::string content_sha256(const Series& series);

}  // namespace rerate

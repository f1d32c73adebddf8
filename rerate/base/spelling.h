#pragma once

#include <span>
#include <string>
#include <string_view>

namespace rerate {

// Optimal string alignment distance: insertions, deletions, substitutions, neighbours swapped.
// O(|a| |b|) time; names longer than 64 characters compare by their first 64.
int edit_distance(std::string_view a, std::string_view b);

// The candidate closest to `word`, or empty when none is near (distance above a third of its length).
std::string nearest(std::string_view word, std::span<const std::string> candidates);

// "did you mean `x`?" when a candidate is near, else `otherwise`.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates,
                         std::string otherwise);

}  // namespace rerate

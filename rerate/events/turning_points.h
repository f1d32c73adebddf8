#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "rerate/events/episodes.h"

namespace rerate {

// Crests or troughs of a turning-point rule, without `known`. `x` has no missing values.
//
// Candidates are observations that no other within `window` on either side surpasses (a tie goes to the
// first or the last, by the rule); none lies closer than `window` to either end. They are taken in order of
// time onto a list that at every moment alternates and keeps the least phase and cycle:
//   - next to one of its own kind, the more extreme of the two stays;
//   - closer than `cycle` to the one of its own kind before, the more extreme of the two stays, and so
//     does the more extreme of the opposite ones that then meet;
//   - closer than `phase` to the opposite one before, it is dropped; unless it surpasses the last of its own
//     kind while that opposite one did not surpass its own predecessor: then these two go and it stays.
// So the list after any observation is the rule's answer on the data up to then (Bry and Boschan's steps IV
// and V, settled from left to right), and an extreme still on the list at the end was never withdrawn.
// Last, `level` and `amplitude` select. O(T log T).
std::vector<Episode> turning_points(std::span<const double> x, const TurningPointRule& rule);

}  // namespace rerate

#pragma once

#include <cstddef>
#include <vector>

namespace rerate {

// Periods begin..end - 1 are forecast by what was fitted on periods 0..fitted - 1.
struct TimeFold {
  std::size_t fitted, begin, end;
};

// Cross-validation that never forecasts the past: periods are cut into folds + 1 pieces of like length, and each but the
// first is forecast from all pieces before it. The last `embargo` periods before a piece are left out of its fit: with a
// horizon of h periods, their outcomes were not known when the piece began (embargo h - 1, or h for outcomes that are
// known a period late).
//
// Throws UserError: regression_settings (folds outside 1..1000), regression_too_few when a piece would be empty or the first
// fit has fewer than `fewest` periods.
std::vector<TimeFold> time_ordered_folds(std::size_t periods, int folds, std::size_t embargo,
                                         std::size_t fewest);

}  // namespace rerate

#include "rerate/regression/time_ordered_folds.h"

#include <fmt/format.h>

#include "rerate/base/error.h"

namespace rerate {

std::vector<TimeFold> time_ordered_folds(std::size_t periods, int folds, std::size_t embargo,
                                         std::size_t fewest) {
  if (folds < 1 || folds > 1000)
    refuse(ErrorCode::regression_settings,
           fmt::format("the number of folds must be within 1 and 1000: {}", folds));
  const auto pieces = static_cast<std::size_t>(folds) + 1;
  if (periods / pieces < 1 || periods / pieces < embargo + fewest)
    refuse(ErrorCode::regression_too_few, fmt::format("{} folds of {} periods leave {} for the first fit, "
                                                      "less an embargo of {}: at least {} are needed",
                                                      folds, periods, periods / pieces, embargo, fewest));
  std::vector<TimeFold> found;
  for (std::size_t piece = 1; piece < pieces; ++piece) {
    const std::size_t begin = periods * piece / pieces, end = periods * (piece + 1) / pieces;
    found.push_back({begin - embargo, begin, end});
  }
  return found;
}

}  // namespace rerate

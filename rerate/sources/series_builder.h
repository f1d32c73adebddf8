#pragma once

#include <optional>

#include "rerate/sources/manifest.h"
#include "rerate/sources/table_reader.h"
#include "rerate/store/store_import.h"

namespace rerate {

// Collects the figures of one series in the order (period, known_at), checking each against the valid
// range. A figure equal to the one known before for its period is no revision and is left out; a missing one
// after a known one becomes a withdrawal (NaN); other missing ones leave no trace.
class SeriesBuilder {
 public:
  explicit SeriesBuilder(const ManifestSeries& series);

  // Throws UserError value_range, or known_too_early when a figure is dated more than a period before its own,
  // at `place`.
  void add(Period period, Date known_at, std::optional<double> figure, const CellPlace& place);

  // Throws UserError file_empty when the series has no figure at all.
  SeriesBatch finish(const std::string& file) &&;

 private:
  SeriesBatch batch_;
};

// Guards the memory against an endless file of vintages.
inline constexpr std::size_t kMostTableRows = 20'000'000;

}  // namespace rerate

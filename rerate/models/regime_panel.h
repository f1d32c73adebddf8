#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/regression/linear_algebra.h"
#include "rerate/series/series.h"

namespace rerate {

// What regimes are told by: monthly figures, each with the sign that says which way is good.
struct RegimeFeature {
  std::string name, title;
  const Series* series = nullptr;  // monthly
  double sign = 1;                 // 1: more is better, -1: less is
  double weight = 1;               // above 0; in the score and in the order of regimes, not in the clusters
  Place place = {};
};

// The features as they stood at the end of every month, each against its own past:
//
//     z = (x - median) / (1.4826 MAD)   over the figures read at the ends of all months so far (expanding_standing)
//
// so that row t holds only what was known at the end of month t, and stays as it is when later figures come.
inline constexpr std::size_t kFirstStanding = 36;  // months of figures before the first z
inline constexpr int kOldestFigure = 2;            // months: an older figure does not say how things are now
struct RegimePanel {
  std::int32_t first = 0;       // month of row 0; rows are consecutive months
  Matrix z;                     // T x d; NaN where a feature has none
  std::vector<Index> complete;  // rows on which every feature has one
  // Complete rows drawn in towards 3, z / sqrt(1 + (z / 3)^2): clusters are not made of single wild months, and no two of
  // those become the same point, as they would if they were cut off at 3.
  Matrix coordinates;

  Index rows() const { return z.rows(); }
  Period month(Index row) const { return {Frequency::monthly, first + static_cast<std::int32_t>(row)}; }
};
// Months from the first figure (or from `begins`, when that is earlier) to the last month that was over on `as_of`.
// O(d T log T). Throws UserError at the feature's place or at `place`:
//   event_frequency        a feature that is not monthly
//   regression_not_finite  an infinite figure
//   regimes_feature        a feature that does not vary: its MAD is zero throughout
//   regimes_window         fewer than kFirstStanding months of a feature; no month on which all have a z
RegimePanel regime_panel(std::span<const RegimeFeature> features, Date as_of, const Place& place,
                         std::optional<std::int32_t> begins = {});

// A feature's z, or coordinate, turned so that more is better, and averaged by weight over the features.
Vector goodness(const Matrix& rows, std::span<const RegimeFeature> features);

}  // namespace rerate

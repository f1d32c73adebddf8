#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rerate/mixtures/lanes.h"
#include "rerate/regression/linear_algebra.h"

namespace rerate {

// n points of d coordinates, four points to a block: coordinate j of points 4b..4b+3 is block(b)[j]. The last block is
// filled up with zeros, and the mask `within` is 1 for points and 0 for the filling.
struct PointBlocks {
  explicit PointBlocks(const Matrix& x);

  const LaneBlock* block(Index b) const { return values.data() + b * dimensions; }
  void within(Index b, Lanes& mask) const;

  Index points, dimensions, blocks;
  std::vector<LaneBlock> values;
};

// What every estimator of this level asks of its figures (n x d, one row a point): finite (regression_not_finite; beyond
// 1e100 squares would not be), at least `least` rows (regression_too_few), no constant column (regression_no_variation).
void refuse_unusable_figure(double figure, std::size_t row, const std::string& what);
void refuse_unusable_points(const Matrix& x, Index least, const std::string& what);

}  // namespace rerate

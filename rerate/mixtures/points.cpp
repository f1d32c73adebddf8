#include "rerate/mixtures/points.h"

#include <fmt/format.h>

#include <algorithm>

#include "rerate/base/error.h"

namespace rerate {

PointBlocks::PointBlocks(const Matrix& x)
    : points(x.rows()),
      dimensions(x.cols()),
      blocks((x.rows() + kLanes - 1) / kLanes),
      values(static_cast<std::size_t>(blocks * dimensions), LaneBlock{}) {
  for (Index j = 0; j < dimensions; ++j)
    for (Index i = 0; i < points; ++i)
      values[static_cast<std::size_t>(i / kLanes * dimensions + j)].lanes[i % kLanes] = x(i, j);
}

void PointBlocks::within(Index b, Lanes& mask) const {
  for (int lane = 0; lane < kLanes; ++lane) mask[lane] = b * kLanes + lane < points ? 1 : 0;
}

void refuse_unusable_figure(double figure, std::size_t row, const std::string& what) {
  if (!(figure >= -1e100 && figure <= 1e100))
    refuse(ErrorCode::regression_not_finite,
           fmt::format("{} takes finite figures below 1e100 only: row {} has {}", what, row + 1, figure));
}

void refuse_unusable_points(const Matrix& x, Index least, const std::string& what) {
  if (x.rows() < least || x.cols() < 1)
    refuse(ErrorCode::regression_too_few,
           fmt::format("{} needs at least {} observations: {}", what, least, x.rows()));
  for (Index j = 0; j < x.cols(); ++j) {
    for (Index i = 0; i < x.rows(); ++i) refuse_unusable_figure(x(i, j), static_cast<std::size_t>(i), what);
    const double low = x.col(j).minCoeff(), high = x.col(j).maxCoeff();
    if (high - low <= 1e-12 * std::max(high, -low))
      refuse(ErrorCode::regression_no_variation,
             fmt::format("{} needs figures that vary, but column {} is always: {}", what, j + 1, low));
  }
}

}  // namespace rerate

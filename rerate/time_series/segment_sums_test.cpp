// Every segment's sum equals a regression of its own, for 1 to 6 regressors -> EqualRegressionsOfTheirOwn
// Starts around the eight lanes                                              -> AnyNumberOfStarts
// Segments in which a regressor rests                                        -> DeficientSegments
// A segment shorter than its regressors fits exactly                         -> ShortSegmentsFitExactly

#include "rerate/time_series/segment_sums.h"

#include <gtest/gtest.h>

#include "rerate/base/random_stream.h"
#include "rerate/time_series/segment_fit.h"

namespace rerate {
namespace {

struct Sample {
  Vector y;
  Matrix x;
};

Sample sample(Index rows, Index columns) {
  const RandomStream random(3, static_cast<std::uint64_t>(100 * rows + columns));
  std::uint64_t next = 0;
  Sample made{Vector(rows), Matrix::Ones(rows, columns)};
  for (Index t = 0; t < rows; ++t) {
    made.y[t] = random.uniform(next++) - 0.5;
    for (Index c = 1; c < columns; ++c) made.x(t, c) = random.uniform(next++) - 0.5;
  }
  return made;
}

void expect_own_regressions(const Sample& made, Index starts) {
  SegmentSums segments(made.y, orthonormal_basis(made.x).basis, starts);
  for (Index end = 0; end < made.x.rows(); ++end) {
    segments.add_row();
    ASSERT_EQ(segments.sums().size(), static_cast<std::size_t>(starts));
    for (Index start = 0; start < starts; ++start) {
      const double ours = segments.sums()[static_cast<std::size_t>(start)];
      const double own = start > end ? 0 : fit_segment(made.y, made.x, start, end).ssr;
      EXPECT_NEAR(ours, own, 1e-12) << "rows " << start << " to " << end;
    }
  }
}

TEST(SegmentSums, EqualRegressionsOfTheirOwn) {
  for (Index columns = 1; columns <= 6; ++columns) expect_own_regressions(sample(33, columns), 28);
}

TEST(SegmentSums, AnyNumberOfStarts) {
  for (Index starts = 1; starts <= 17; ++starts) expect_own_regressions(sample(20, 2), starts);
}

TEST(SegmentSums, DeficientSegments) {
  auto made = sample(40, 3);
  made.x.col(1).head(15).setConstant(0.3);  // constant, like the first column
  made.x.col(2).tail(12) = 2 * made.x.col(1).tail(12);
  expect_own_regressions(made, 36);
}

TEST(SegmentSums, ShortSegmentsFitExactly) {
  const auto made = sample(12, 4);
  SegmentSums segments(made.y, orthonormal_basis(made.x).basis, 12);
  for (Index end = 0; end < 12; ++end) {
    segments.add_row();
    for (Index start = std::max<Index>(0, end - 3); start <= end; ++start)
      EXPECT_NEAR(segments.sums()[static_cast<std::size_t>(start)], 0, 1e-20);
  }
}

}  // namespace
}  // namespace rerate

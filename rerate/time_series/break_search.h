#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rerate/regression/ols.h"

namespace rerate {

// A sample as the searches for breaks see it: what the whole sample's regression explains is taken out of y (no segment's
// sum changes, and large levels no longer cost digits), and the regressors are replaced by an orthonormal basis of their span.
struct BreakSample {
  Vector y;
  Matrix x;
  double ssr;  // of the regression without a break
};

// Throws as ols does; regression_no_variation when y is an exact linear function of the regressors.
BreakSample break_sample(const Vector& y, const Design& design);

// Where breaks go so that the sum of squares is least, for every number of breaks up to `most`: dynamic programming over the
// last row of each regime (Bai and Perron 2003, section 3). O(n^2 (k^2 + most)) time, O(n (k^2 + most)) memory.
// Ties within 1e-13 of the whole sample's sum go to the smallest date.
class BreakSearch {
 public:
  // `segment`: least rows of a regime; (most + 1) segments must fit into the sample.
  BreakSearch(const BreakSample& sample, Index segment, int most);

  double least_sum(int breaks) const;
  std::vector<Index> dates(int breaks) const;  // last row of each old regime, rising

 private:
  void end_at(Index end, std::span<const double> sums);

  Index rows_, segment_;
  double tie_;
  std::vector<std::vector<double>> least_;             // [breaks][last row]
  std::vector<std::vector<std::int32_t>> last_break_;  // [breaks][last row]
};

}  // namespace rerate

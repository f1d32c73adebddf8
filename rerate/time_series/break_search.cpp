#include "rerate/time_series/break_search.h"

#include <limits>

#include "rerate/base/error.h"
#include "rerate/time_series/segment_fit.h"
#include "rerate/time_series/segment_sums.h"

namespace rerate {
namespace {

constexpr double kTie = 1e-13;       // of the whole sample's sum of squares
constexpr double kExactFit = 1e-20;  // of y's own variation: what rounding leaves

template <class T>
T at(const std::vector<std::vector<T>>& table, int breaks, Index row) {
  return table[static_cast<std::size_t>(breaks)][static_cast<std::size_t>(row)];
}

}  // namespace

BreakSample break_sample(const Vector& y, const Design& design) {
  OlsFit whole = ols(y, design);
  if (!(whole.ssr > kExactFit * whole.tss))
    refuse(ErrorCode::regression_no_variation,
           "structural breaks: the regressors explain the dependent variable exactly");
  return {std::move(whole.residuals), orthonormal_basis(design.x).basis, whole.ssr};
}

BreakSearch::BreakSearch(const BreakSample& sample, Index segment, int most)
    : rows_(sample.x.rows()), segment_(segment), tie_(kTie * sample.ssr) {
  const auto counts = static_cast<std::size_t>(most) + 1;
  least_.assign(counts, std::vector<double>(static_cast<std::size_t>(rows_)));
  last_break_.assign(counts, std::vector<std::int32_t>(static_cast<std::size_t>(rows_)));
  SegmentSums segments(sample.y, sample.x, rows_ - segment + 1);
  for (Index end = 0; end < rows_; ++end) {
    segments.add_row();
    // An end after which no whole segment fits is the sample's own, or none.
    if (end < rows_ - segment_ || end == rows_ - 1) end_at(end, segments.sums());
  }
}

double BreakSearch::least_sum(int breaks) const { return at(least_, breaks, rows_ - 1); }

std::vector<Index> BreakSearch::dates(int breaks) const {
  std::vector<Index> found(static_cast<std::size_t>(breaks));
  Index end = rows_ - 1;
  for (int m = breaks; m > 0; --m) {
    end = at(last_break_, m, end);
    found[static_cast<std::size_t>(m) - 1] = end;
  }
  return found;
}

// Least sums of the rows up to `end`, from those that ended at least a segment earlier. An end too early for m breaks
// keeps an infinite sum.
void BreakSearch::end_at(Index end, std::span<const double> sums) {
  least_[0][static_cast<std::size_t>(end)] = sums[0];
  for (std::size_t m = 1; m < least_.size(); ++m) {
    const double* before = least_[m - 1].data();
    double best = std::numeric_limits<double>::infinity();
    Index best_row = -1;
    for (Index row = static_cast<Index>(m) * segment_ - 1; row <= end - segment_; ++row) {
      const double total = before[row] + sums[static_cast<std::size_t>(row) + 1];
      if (total < best - tie_ || best_row < 0) best = total, best_row = row;
    }
    least_[m][static_cast<std::size_t>(end)] = best;
    last_break_[m][static_cast<std::size_t>(end)] = static_cast<std::int32_t>(best_row);
  }
}

}  // namespace rerate

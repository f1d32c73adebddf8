#include "rerate/formula/rank_counts.h"

#include <algorithm>
#include <cmath>

namespace rerate {

RankCounts::RankCounts(std::span<const double> figures) {
  sorted_.reserve(figures.size());
  for (double figure : figures)
    if (!std::isnan(figure)) sorted_.push_back(figure);
  std::sort(sorted_.begin(), sorted_.end());
  sorted_.erase(std::unique(sorted_.begin(), sorted_.end()), sorted_.end());
  tree_.assign(sorted_.size() + 1, 0);
}

std::size_t RankCounts::rank(double figure) const {
  return static_cast<std::size_t>(std::lower_bound(sorted_.begin(), sorted_.end(), figure) - sorted_.begin());
}

void RankCounts::change(double figure, int by) {
  size_ += by;
  for (auto at = rank(figure) + 1; at < tree_.size(); at += at & (~at + 1)) tree_[at] += by;
}

int RankCounts::count_below(std::size_t rank) const {
  int count = 0;
  for (auto at = rank; at > 0; at -= at & (~at + 1)) count += tree_[at];
  return count;
}

double RankCounts::percentile_of(double figure) const {
  const auto at = rank(figure);
  const int below = count_below(at), not_above = count_below(at + 1);
  return 100 * (below + 0.5 * (not_above - below)) / size_;
}

}  // namespace rerate

#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace rerate {

// Counts of figures by rank, for percentiles over a moving set: adding, taking out and asking for a rank are
// O(log T) each (Fenwick 1994). The figures that may ever occur are given at the start.
class RankCounts {
 public:
  explicit RankCounts(std::span<const double> figures);  // missing ones are passed over

  void add(double figure) { change(figure, 1); }
  void remove(double figure) { change(figure, -1); }
  int size() const { return size_; }

  // 100 (number below + half the number equal) / number, all among the figures in the set. The set must hold
  // at least one figure.
  double percentile_of(double figure) const;

 private:
  std::size_t rank(double figure) const;
  void change(double figure, int by);
  int count_below(std::size_t rank) const;

  std::vector<double> sorted_;
  std::vector<int> tree_;
  int size_ = 0;
};

}  // namespace rerate

#pragma once

#include <span>
#include <vector>

namespace rerate {

// Where values stand in a history, in whole percents: share of the history below plus half the share equal. What may not
// be republished is drawn so, because its figures cannot be read back.
class HistoryPercentile {
 public:
  // Missing values of the history are left out. O(n log n).
  explicit HistoryPercentile(std::span<const double> history);

  // 0 to 100, whole; NaN for a missing value or without a history. O(log n).
  double of(double value) const;

 private:
  std::vector<double> sorted_;
};

}  // namespace rerate

#pragma once

#include <cstddef>
#include <vector>

namespace rerate {

// The summary of a window that moves forward, for any associative `operator+(older, newer)` with the default
// value as its neutral element. Nothing is ever taken back out of a sum, so a large figure that leaves the
// window leaves no rounding behind. O(1) additions a step on average (two stacks).
template <class Summary>
class SlidingWindow {
 public:
  void push(const Summary& summary) {
    newer_.push_back(summary);
    newer_total_ = newer_total_ + summary;
  }

  // Forgets the oldest. The window must not be empty.
  void pop() {
    if (older_.empty()) turn_over();
    older_.pop_back();
  }

  std::size_t size() const { return older_.size() + newer_.size(); }
  Summary total() const { return older_.empty() ? newer_total_ : older_.back() + newer_total_; }

 private:
  void turn_over() {
    Summary total{};
    for (auto at = newer_.rbegin(); at != newer_.rend(); ++at) older_.push_back(total = *at + total);
    newer_.clear();
    newer_total_ = {};
  }

  std::vector<Summary> older_;  // sums from here to the end of the older part, oldest on top
  std::vector<Summary> newer_;
  Summary newer_total_{};
};

}  // namespace rerate

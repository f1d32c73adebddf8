#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace rerate {

// The exact circular-shift test of circular_shift.h for the medians of many patterns of events on one outcome: the same count,
// without a median of every shift. A shift's median lies at or below a level when more than half of its values do; the levels
// are those from which medians count as extreme. Only where exactly half of an even number does are the two middle values looked at.
class MedianShifts {
 public:
  // T finite outcomes, T >= 1. O(T).
  explicit MedianShifts(std::span<const double> outcome);

  // What a test works in; one for each thread, for as many tests as it makes.
  struct Room {
    std::vector<std::int16_t> low, high;  // by date: at or beyond the level
    std::vector<double> below_low, above_low, below_high, above_high;
  };
  // How many of the T shifts have a median at least as far from the median of all dates as `observed`, the median at the events,
  // is: p = count / T. Events are indexes into the outcome, increasing, at least one and at most kMostEvents. O(n T), about 2 us
  // for 11 events on 557 dates, 8 us for 12. Any number of threads may call it.
  std::int32_t extreme(std::span<const std::int32_t> events, double observed, Room& room) const;

  double base_median() const { return centre_; }
  static constexpr std::size_t kMostEvents = 32'000;

 private:
  // Medians at or below `low`, and at or above `high`, are `far` from the centre or farther.
  struct Far {
    double low, high, far;
  };
  std::int32_t extreme_of_odd(std::span<const std::int32_t> events, const Room& room) const;
  std::int32_t extreme_of_even(std::span<const std::int32_t> events, const Far& from, Room& room) const;

  std::size_t dates_;
  double centre_ = 0, slack_ = 0;
  std::vector<double> doubled_;  // so that no index wraps
};

}  // namespace rerate

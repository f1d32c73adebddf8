#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace rerate {

// Consecutive dates start, start + 1, ... of a calendar; past its end they go on at its beginning.
struct DateBlock {
  std::size_t start, length;
};

// Blocks of the stationary bootstrap (Politis and Romano 1994): the start is uniform on the calendar, the length
// geometric, P(length > k) = (1 - 1/mean)^k. One 64-bit random number makes one block: its upper half the start,
// its lower half the length, by inversion against a table of powers. The powers are made by multiplication only,
// so that no library's logarithm can change a draw.
class StationaryBlocks {
 public:
  // 1 <= dates < 2^32, mean_length >= 1. O(22 mean_length) time and memory, at most 2^20 numbers (a block that
  // outlives the table has probability 2^-32, or ends there when the mean is beyond some 47,000).
  StationaryBlocks(std::size_t dates, double mean_length);

  // Lengths know nothing of the calendar: the caller cuts what it does not need.
  DateBlock block(std::uint64_t bits) const {
    return {static_cast<std::size_t>(((bits >> 32) * dates_) >> 32),
            length(static_cast<std::uint32_t>(bits))};
  }

 private:
  std::size_t length(std::uint32_t random) const {
    std::size_t longer = surely_[random >> (32 - kLeadingBits)];
    while (longer < survivors_.size() && random < survivors_[longer]) ++longer;
    return longer + 1;
  }

  std::size_t dates_;
  std::vector<std::uint32_t> survivors_;  // decreasing: 2^32 P(length > k), k = 1, 2, ...
  // How many of them lie above every number with these leading bits: so many that the next comparison mostly decides, and
  // the same way, which processors guess better than a coin.
  static constexpr int kLeadingBits = 12;
  std::array<std::uint32_t, std::size_t{1} << kLeadingBits> surely_ = {};
};

}  // namespace rerate

#include "rerate/statistics/stationary_blocks.h"

#include "rerate/base/error.h"

namespace rerate {

StationaryBlocks::StationaryBlocks(std::size_t dates, double mean_length) : dates_(dates) {
  constexpr std::uint64_t kOne = std::uint64_t{1} << 32;  // 1.0 in 32-bit fixed point
  constexpr std::size_t kLongest = 1U << 20;
  RERATE_ASSERT(dates >= 1 && dates < kOne && mean_length >= 1, "blocks need a calendar and a mean length");
  const double stay = 1 - 1 / mean_length;
  double survival = 1;
  while (survivors_.size() < kLongest) {
    survival *= stay;
    const auto fixed = static_cast<std::uint64_t>(survival * static_cast<double>(kOne));
    if (fixed == 0) break;
    survivors_.push_back(static_cast<std::uint32_t>(std::min(fixed, kOne - 1)));
  }
  std::size_t above = survivors_.size();
  constexpr int kRest = 32 - kLeadingBits;
  for (std::uint32_t leading = 0; leading < surely_.size(); ++leading) {
    const auto largest = (leading << kRest) | ((std::uint32_t{1} << kRest) - 1);
    while (above > 0 && survivors_[above - 1] <= largest) --above;
    surely_[leading] = static_cast<std::uint32_t>(above);
  }
}

}  // namespace rerate

#include "rerate/statistics/median_network.h"

#include <algorithm>
#include <array>
#include <bit>

#include "rerate/base/error.h"

namespace rerate {
namespace {

std::vector<Comparator> odd_even_merge_sort(int count) {
  std::vector<Comparator> network;
  const int top = count < 2 ? 0 : static_cast<int>(std::bit_ceil(static_cast<unsigned>(count))) / 2;
  for (int p = top; p > 0; p /= 2) {
    int q = top, r = 0, distance = p;
    while (true) {
      for (int i = 0; i + distance < count; ++i)
        if ((i & p) == r)
          network.push_back({static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i + distance)});
      if (q == p) break;
      distance = q - p;
      q /= 2;
      r = p;
    }
  }
  return network;
}

}  // namespace

std::vector<Comparator> median_network(int count) {
  RERATE_ASSERT(count >= 1 && count <= kLongestNetwork, "network length");
  auto network = odd_even_merge_sort(count);
  std::array<bool, kLongestNetwork> needed{};
  needed[static_cast<std::size_t>(count / 2)] = true;
  needed[static_cast<std::size_t>((count - 1) / 2)] = true;
  std::vector<Comparator> kept;
  for (auto step = network.rbegin(); step != network.rend(); ++step) {
    if (!needed[step->low] && !needed[step->high]) continue;
    needed[step->low] = needed[step->high] = true;
    kept.push_back(*step);
  }
  std::reverse(kept.begin(), kept.end());
  return kept;
}

}  // namespace rerate

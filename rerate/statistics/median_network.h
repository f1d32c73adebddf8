#pragma once

#include <cstdint>
#include <vector>

namespace rerate {

// One step of a sorting network: afterwards element `low` is the smaller and `high` the larger of the two.
struct Comparator {
  std::uint8_t low, high;
};

// The largest count that median_network takes.
inline constexpr int kLongestNetwork = 64;

// Comparators that bring the middle element (or the two middle ones) of `count` values to their sorted
// places: Batcher's odd-even merge sort (Knuth, The Art of Computer Programming 3, 5.2.2, algorithm M)
// without the comparators that no middle element depends on. No branch depends on the data, so many
// sequences can be sorted side by side in vector lanes. 1 <= count <= kLongestNetwork.
std::vector<Comparator> median_network(int count);

}  // namespace rerate

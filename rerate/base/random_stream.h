#pragma once

#include <cstdint>
#include <span>

namespace rerate {

// Counter-based random numbers: number `index` of stream `stream` under `seed` is a pure function of
// the three, so any thread may draw any number in any order and get the same bits (Philox4x32-10,
// Salmon, Moraes, Dror and Shaw 2011).
class RandomStream {
 public:
  RandomStream(std::uint64_t seed, std::uint64_t stream) : seed_(seed), stream_(stream) {}

  std::uint64_t bits(std::uint64_t index) const;
  // out[i] = bits(first + i), several at a time in vector lanes.
  void bits(std::uint64_t first, std::span<std::uint64_t> out) const;
  // In (0, 1), never 0 or 1.
  double uniform(std::uint64_t index) const;
  // In 0..count-1; count > 0. Bias below count / 2^64.
  std::uint64_t below(std::uint64_t index, std::uint64_t count) const;

 private:
  std::uint64_t seed_;
  std::uint64_t stream_;
};

}  // namespace rerate

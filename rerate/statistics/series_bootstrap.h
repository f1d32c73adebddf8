#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "rerate/base/random_stream.h"
#include "rerate/statistics/stationary_blocks.h"

namespace rerate {

// Which rows a draw of a block bootstrap takes, for series of `length` dates. Applying the same indexes to several
// series (the residuals of two equations) keeps what they have in common: that is the joint bootstrap.
enum class BlockScheme : std::uint8_t {
  stationary,  // blocks of geometric length that wrap round (Politis and Romano 1994)
  moving,      // blocks of fixed length within the sample (Kunsch 1989), the last one cut
};

struct SeriesBootstrap {
  BlockScheme scheme = BlockScheme::stationary;
  // Mean length (stationary), or length, rounded and at most the series' own (moving); finite, at least 1.
  double block_length = 1;
};

// The blocks of any draw. Random number b of draw d is number d 2^32 + b of the stream and makes block b alone, so
// any thread may make any draw and the same bits come out. Make one for many draws: it holds the table of lengths.
class SeriesBlocks {
 public:
  // 1 <= length < 2^32.
  SeriesBlocks(std::size_t length, const SeriesBootstrap& settings, const RandomStream& random);

  std::size_t length() const { return length_; }
  // Writes out.size() indexes in 0..length-1, which may be more or fewer than `length`. O(out).
  void indexes(std::uint64_t draw, std::span<std::uint32_t> out) const;
  // Calls take(start, count) for each block of the draw until `wanted` dates are taken; count <= length, and a
  // block with start + count > length wraps round.
  template <class Take>
  void each_block(std::uint64_t draw, std::size_t wanted, Take&& take) const;

 private:
  static constexpr std::size_t kBatch = 16;  // random numbers made at once
  DateBlock block(std::uint64_t bits) const {
    if (scheme_ == BlockScheme::stationary) return stationary_.block(bits);
    return {static_cast<std::size_t>(((bits >> 32) * starts_) >> 32), fixed_};
  }

  std::size_t length_;
  BlockScheme scheme_;
  StationaryBlocks stationary_;
  std::size_t fixed_, starts_;  // of moving blocks: their length, and how many places they may begin at
  RandomStream random_;
};

template <class Take>
void SeriesBlocks::each_block(std::uint64_t draw, std::size_t wanted, Take&& take) const {
  std::array<std::uint64_t, kBatch> numbers;
  for (auto first = draw << 32; wanted > 0; first += kBatch) {
    random_.bits(first, numbers);
    for (std::size_t i = 0; i < kBatch && wanted > 0; ++i) {
      auto [start, count] = block(numbers[i]);
      // A geometric block may run round the calendar more than once.
      for (count = std::min(count, wanted), wanted -= count; count > length_; count -= length_)
        take(start, length_);
      take(start, count);
    }
  }
}

// The indexes of one draw; SeriesBlocks when there are many.
void bootstrap_indexes(std::size_t length, const SeriesBootstrap& settings, const RandomStream& random,
                       std::uint64_t draw, std::span<std::uint32_t> out);

// Means of `draws` resamples of x (each of x's own length; finite, not empty), without writing indexes: sums of
// blocks come from running totals kept in twice the precision, so each mean is as accurate as one summed block by block.
// O(draws T / block length). Same draws as bootstrap_indexes; same bits for any thread count.
std::vector<double> bootstrap_means(std::span<const double> x, const SeriesBootstrap& settings, int draws,
                                    const RandomStream& random);

}  // namespace rerate

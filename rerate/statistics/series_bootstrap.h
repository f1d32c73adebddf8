#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "rerate/base/random_stream.h"
#include "rerate/statistics/block_bootstrap.h"

namespace rerate {

// Which rows a draw of a block bootstrap takes, for series of `length` dates. Applying the same indexes to several
// series (the residuals of two equations) keeps what they have in common: that is the joint bootstrap.
enum class BlockScheme : std::uint8_t {
  stationary,  // blocks of geometric length that wrap round (Politis and Romano 1994)
  moving,      // blocks of fixed length within the sample (Kunsch 1989), the last one cut
};

struct SeriesBootstrap {
  BlockScheme scheme = BlockScheme::stationary;
  double block_length = 1;  // mean length (stationary) or length, rounded (moving); at least 1
};

// Indexes in 0..length-1 of draw `draw`; a pure function of the random stream and the draw, so any thread may
// make any draw. Writes `out.size()` indexes, which may be more or fewer than `length`. O(out).
void bootstrap_indexes(std::size_t length, const SeriesBootstrap& settings, const RandomStream& random,
                       std::uint64_t draw, std::span<std::uint32_t> out);

// Means of `draws` resamples of x (each of x's own length), without writing indexes: sums of blocks come from running totals.
// O(draws T / block length). Same draws as bootstrap_indexes.
std::vector<double> bootstrap_means(std::span<const double> x, const SeriesBootstrap& settings, int draws,
                                    const RandomStream& random);

}  // namespace rerate

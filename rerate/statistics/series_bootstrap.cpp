#include "rerate/statistics/series_bootstrap.h"

#include <algorithm>
#include <cmath>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"

namespace rerate {
namespace {

std::size_t fixed_length(std::size_t length, double block_length) {
  RERATE_ASSERT(std::isfinite(block_length) && block_length >= 1, "block length");
  return static_cast<std::size_t>(std::min(std::floor(block_length + 0.5), static_cast<double>(length)));
}

// A sum as the unevaluated total of two doubles (Knuth's exact addition, renormalised by Dekker's).
struct Total {
  double high = 0, low = 0;

  void add(double value) {
    const double sum = high + value, part = sum - high;
    low += (high - (sum - part)) + (value - part);
    high = sum + low;
    low += sum - high;
  }
};

// totals[i] is the sum of the first i values of the series laid out twice, so that no block wraps.
std::vector<Total> running_totals(std::span<const double> x) {
  std::vector<Total> totals(2 * x.size() + 1);
  Total total;
  for (std::size_t i = 0; i < 2 * x.size(); ++i) {
    const double value = x[i < x.size() ? i : i - x.size()];
    RERATE_ASSERT(std::isfinite(value), "the bootstrap takes finite values");
    total.add(value);
    totals[i + 1] = total;
  }
  return totals;
}

double mean_of_draw(const SeriesBlocks& blocks, std::uint64_t draw, std::span<const Total> totals) {
  double sum = 0;
  blocks.each_block(draw, blocks.length(), [&](std::size_t start, std::size_t count) {
    const Total &before = totals[start], &after = totals[start + count];
    sum += (after.high - before.high) + (after.low - before.low);
  });
  return sum / static_cast<double>(blocks.length());
}

}  // namespace

SeriesBlocks::SeriesBlocks(std::size_t length, const SeriesBootstrap& settings, const RandomStream& random)
    : length_(length),
      scheme_(settings.scheme),
      stationary_(length, settings.scheme == BlockScheme::stationary ? settings.block_length : 1),
      fixed_(fixed_length(length, settings.block_length)),
      starts_(length - fixed_ + 1),
      random_(random) {}

void SeriesBlocks::indexes(std::uint64_t draw, std::span<std::uint32_t> out) const {
  auto next = out.begin();
  each_block(draw, out.size(), [&](std::size_t start, std::size_t count) {
    for (std::size_t i = start; i < start + count; ++i)
      *next++ = static_cast<std::uint32_t>(i < length_ ? i : i - length_);
  });
}

void bootstrap_indexes(std::size_t length, const SeriesBootstrap& settings, const RandomStream& random,
                       std::uint64_t draw, std::span<std::uint32_t> out) {
  SeriesBlocks(length, settings, random).indexes(draw, out);
}

std::vector<double> bootstrap_means(std::span<const double> x, const SeriesBootstrap& settings, int draws,
                                    const RandomStream& random) {
  RERATE_ASSERT(draws >= 0, "number of draws");
  const SeriesBlocks blocks(x.size(), settings, random);
  const auto totals = running_totals(x);
  std::vector<double> means(static_cast<std::size_t>(draws));
  constexpr std::size_t kChunk = 256;
  parallel_for((means.size() + kChunk - 1) / kChunk, [&](std::size_t chunk) {
    for (auto draw = chunk * kChunk; draw < std::min(means.size(), (chunk + 1) * kChunk); ++draw)
      means[draw] = mean_of_draw(blocks, draw, totals);
  });
  return means;
}

}  // namespace rerate

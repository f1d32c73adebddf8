#include "rerate/statistics/correlation_bootstrap.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/statistics/correlation.h"
#include "rerate/statistics/order_statistics.h"

namespace rerate {
namespace {

using Columns = std::vector<std::vector<double>>;  // x, then the others, standardised

using Pair = double __attribute__((vector_size(16)));  // of doubles: one register of any processor

// Sums of x and x^2, and of y, y^2 and x y of each of kOthers other series; two side by side.
template <std::size_t kOthers>
struct Sums {
  static constexpr std::size_t kPairs = (2 + 3 * kOthers + 1) / 2;
  // Four pairs are one cache line.
  alignas(kPairs == 4 ? 64 : 16) std::array<Pair, kPairs> pairs{};

  double operator[](std::size_t i) const { return pairs[i / 2][i % 2]; }
  void add(std::size_t i, double value) { pairs[i / 2][i % 2] += value; }

  void add_row(std::span<const std::vector<double>* const> columns, std::size_t row) {
    const double x = (*columns[0])[row];
    add(0, x);
    add(1, x * x);
    for (std::size_t k = 0; k < kOthers; ++k) {
      const double y = (*columns[k + 1])[row];
      add(2 + 3 * k, y);
      add(3 + 3 * k, y * y);
      add(4 + 3 * k, x * y);
    }
  }
  void add_block(const Sums& before, const Sums& after) {
    for (std::size_t i = 0; i < kPairs; ++i) pairs[i] += after.pairs[i] - before.pairs[i];
  }
};

// Entry i is of the first i rows.
template <std::size_t kOthers>
std::vector<Sums<kOthers>> running_totals(std::span<const std::vector<double>* const> columns) {
  const auto length = columns.front()->size();
  std::vector<Sums<kOthers>> totals(length + 1);
  for (std::size_t i = 0; i < length; ++i) {
    totals[i + 1] = totals[i];
    totals[i + 1].add_row(columns, i);
  }
  return totals;
}

// Row by row, for draws whose sums would cancel.
double correlation_of_rows(const SeriesBlocks& blocks, std::uint64_t draw, const std::vector<double>& x,
                           const std::vector<double>& y) {
  std::vector<std::uint32_t> rows(blocks.length());
  blocks.indexes(draw, rows);
  std::vector<double> drawn_x, drawn_y;
  for (const auto row : rows) {
    drawn_x.push_back(x[row]);
    drawn_y.push_back(y[row]);
  }
  return correlation(drawn_x, drawn_y);
}

// Draws first..last of x with kOthers series, which begin at `others`.
template <std::size_t kOthers>
void draw_group(const SeriesBlocks& blocks, const Columns& columns, std::size_t others,
                std::vector<std::vector<double>>& result) {
  std::array<const std::vector<double>*, kOthers + 1> group;
  group[0] = &columns[0];
  for (std::size_t k = 0; k < kOthers; ++k) group[k + 1] = &columns[1 + others + k];
  const auto totals = running_totals<kOthers>(group);
  const auto count = static_cast<double>(blocks.length());
  const auto draws = result[others].size();
  constexpr std::size_t kChunk = 256;
  parallel_for((draws + kChunk - 1) / kChunk, [&](std::size_t chunk) {
    for (auto draw = chunk * kChunk; draw < std::min(draws, (chunk + 1) * kChunk); ++draw) {
      Sums<kOthers> sums;
      blocks.each_block(draw, blocks.length(), [&](std::size_t start, std::size_t taken) {
        const auto end = start + taken;
        if (end > blocks.length()) {  // wraps round
          sums.add_block(totals[start], totals.back());
          sums.add_block(totals.front(), totals[end - blocks.length()]);
        } else {
          sums.add_block(totals[start], totals[end]);
        }
      });
      const double mean_x = sums[0] / count, variance_x = sums[1] / count - mean_x * mean_x;
      for (std::size_t k = 0; k < kOthers; ++k) {
        const double mean_y = sums[2 + 3 * k] / count;
        const double variance_y = sums[3 + 3 * k] / count - mean_y * mean_y;
        const double covariance = sums[4 + 3 * k] / count - mean_x * mean_y;
        result[others + k][draw] =
            variance_x < kLeastVariance || variance_y < kLeastVariance
                ? correlation_of_rows(blocks, draw, *group[0], *group[k + 1])
                : std::clamp(covariance / std::sqrt(variance_x * variance_y), -1.0, 1.0);
      }
    }
  });
}

}  // namespace

std::vector<std::vector<double>> bootstrap_correlations(std::span<const double> x,
                                                        std::span<const std::span<const double>> others,
                                                        const SeriesBootstrap& settings, int draws,
                                                        const RandomStream& random) {
  RERATE_ASSERT(draws >= 0 && !others.empty(), "draws of a series with another");
  Columns columns = {standardised(x)};
  for (const auto& other : others) {
    RERATE_ASSERT(other.size() == x.size(), "series of one length");
    columns.push_back(standardised(other));
  }
  for (const auto& column : columns) RERATE_ASSERT(!column.empty(), "a series that does not vary");
  const SeriesBlocks blocks(x.size(), settings, random);
  std::vector<std::vector<double>> result(others.size(),
                                          std::vector<double>(static_cast<std::size_t>(draws)));
  // Two at a time: their sums fill one cache line, and the blocks are drawn once for both.
  for (std::size_t k = 0; k < others.size(); k += 2)
    k + 1 < others.size() ? draw_group<2>(blocks, columns, k, result)
                          : draw_group<1>(blocks, columns, k, result);
  return result;
}

Interval percentile_interval(std::vector<double> draws, double level) {
  RERATE_ASSERT(level > 0 && level < 1, "coverage of an interval");
  const auto all = draws.size();
  std::erase_if(draws, [](double draw) { return std::isnan(draw); });
  constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
  if (draws.empty() || 2 * draws.size() < all) return {kMissing, kMissing};
  const double low = quantile(draws, (1 - level) / 2);
  return {low, quantile(draws, (1 + level) / 2)};
}

}  // namespace rerate

#include "rerate/statistics/drawn_differences.h"

#include <algorithm>

#include "rerate/base/parallel.h"
#include "rerate/statistics/series_bootstrap.h"

namespace rerate {
namespace {

constexpr std::size_t kDrawsOfTask = 64;
using Differences = std::vector<DrawnDifferences::Difference>;

// How often each total is added, less how often it is taken away.
void count_totals(const SeriesBlocks& drawn, std::size_t draw, std::span<std::int32_t> times) {
  const std::size_t dates = drawn.length();
  std::fill(times.begin(), times.end(), 0);
  ++times[0], --times[dates];
  drawn.each_block(draw, dates, [&](std::size_t start, std::size_t length) {
    --times[start];
    if (start + length > dates) {
      ++times[dates], --times[0];
      length -= dates;
    }
    ++times[start + length];
  });
}

void count_dates(const SeriesBlocks& drawn, std::size_t draw, std::span<std::int32_t> times) {
  const std::size_t dates = drawn.length();
  std::fill(times.begin(), times.end(), -1);
  drawn.each_block(draw, dates, [&](std::size_t start, std::size_t length) {
    for (std::size_t i = start; i < start + length; ++i) ++times[i < dates ? i : i - dates];
  });
}

// The k-th row added with the k-th taken away, so that neighbours are near in memory.
void pair_up(std::span<const std::int32_t> times, Differences& pairs) {
  pairs.clear();
  std::size_t added = 0, taken = 0;
  const auto next = [&](std::size_t& place) -> DrawnDifferences::Difference& {
    if (place == pairs.size()) pairs.push_back({0, 0});
    return pairs[place++];
  };
  for (std::size_t i = 0; i < times.size(); ++i) {
    for (auto k = times[i]; k > 0; --k) next(added).added = static_cast<std::uint32_t>(i);
    for (auto k = times[i]; k < 0; ++k) next(taken).taken = static_cast<std::uint32_t>(i);
  }
}

void list_blocks(const SeriesBlocks& drawn, std::size_t draw, Differences& blocks) {
  const auto dates = static_cast<std::uint32_t>(drawn.length());
  blocks.clear();
  drawn.each_block(draw, dates, [&](std::size_t start, std::size_t length) {
    const auto before = static_cast<std::uint32_t>(start), after = static_cast<std::uint32_t>(start + length);
    blocks.push_back({std::min(after, dates), before});
    if (after > dates) blocks.push_back({after - dates, 0});
  });
  std::sort(blocks.begin(), blocks.end(), [](const auto& a, const auto& b) {
    return a.taken != b.taken ? a.taken < b.taken : a.added < b.added;
  });
}

std::vector<Differences> differences_by_draw(const SeriesBlocks& drawn, DrawnRows rows,
                                             DrawnDifferences::Range draws) {
  std::vector<Differences> by_draw(draws.count);
  parallel_for((draws.count + kDrawsOfTask - 1) / kDrawsOfTask, [&](std::size_t task) {
    std::vector<std::int32_t> times(drawn.length() + (rows == DrawnRows::totals ? 1 : 0));
    Differences listed;
    for (auto draw = task * kDrawsOfTask; draw < std::min(draws.count, (task + 1) * kDrawsOfTask); ++draw) {
      if (rows == DrawnRows::blocks) {
        list_blocks(drawn, draws.first + draw, listed);
      } else {
        rows == DrawnRows::totals ? count_totals(drawn, draws.first + draw, times)
                                  : count_dates(drawn, draws.first + draw, times);
        pair_up(times, listed);
      }
      by_draw[draw] = listed;
    }
  });
  return by_draw;
}

}  // namespace

DrawnDifferences::DrawnDifferences(std::size_t dates, double block_length, DrawnRows rows, Range draws,
                                   const RandomStream& random)
    : draws_(draws.count) {
  const SeriesBlocks drawn(dates, {BlockScheme::stationary, block_length}, random);
  auto by_draw = differences_by_draw(drawn, rows, draws);
  std::stable_sort(by_draw.begin(), by_draw.end(),
                   [](const auto& a, const auto& b) { return a.size() < b.size(); });
  by_draw.resize((draws.count + kTogether - 1) / kTogether * kTogether);  // with draws of nothing
  begin_.push_back(0);
  for (std::size_t draw = 0; draw < by_draw.size(); draw += kTogether) {
    const auto together = std::span(by_draw).subspan(draw, kTogether);
    std::size_t longest = 0;
    for (const auto& one : together) longest = std::max(longest, one.size());
    for (std::size_t i = 0; i < longest; ++i)
      for (const auto& one : together) differences_.push_back(i < one.size() ? one[i] : Difference{0, 0});
    begin_.push_back(differences_.size());
    for (auto& one : together) Differences().swap(one);
  }
  if (rows != DrawnRows::blocks) return;
  lengths_.reserve(differences_.size());
  for (const auto& block : differences_) lengths_.push_back(block.added - block.taken);
  square_of_lengths_.assign(by_draw.size(), 0);
  for (std::size_t index = 0; index < groups(); ++index)
    for (std::size_t i = begin_[index]; i < begin_[index + 1]; ++i)
      square_of_lengths_[index * kTogether + (i - begin_[index]) % kTogether] += lengths_[i] * lengths_[i];
}

std::size_t DrawnDifferences::bytes_of_draw(std::size_t dates, double block_length, DrawnRows rows) {
  const double share = rows == DrawnRows::blocks ? 1 / block_length : std::min(0.4, 1 / block_length);
  const std::size_t each = sizeof(Difference) + (rows == DrawnRows::blocks ? sizeof(double) : 0);
  return static_cast<std::size_t>(static_cast<double>(dates) * share + 1) * each;
}

}  // namespace rerate

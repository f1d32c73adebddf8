#include "rerate/events/average_path.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/parallel.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr int kMostOffsets = 130;

int observations_before(Frequency frequency) {
  switch (frequency) {
    case Frequency::daily: return 60;
    case Frequency::weekly: return 13;
    case Frequency::monthly: return 6;
    case Frequency::quarterly: return 2;
    case Frequency::annual: return 1;
  }
  return 0;
}

// Return from the entry to `offset` observations after (before) it; NaN where the window does not reach.
double path_value(const PriceGrid& grid, const ForwardWindows& windows, std::size_t entry, int offset) {
  const auto at = static_cast<std::ptrdiff_t>(entry) + offset;
  if (at < 0 || at > static_cast<std::ptrdiff_t>(*windows.exit(entry))) return kMissing;
  const auto to = static_cast<std::size_t>(at);
  return grid.benchmark ? grid.relative_return(entry, to) : grid.asset_return(entry, to);
}

struct Average {
  double mean = kMissing;
  int count = 0;
};

Average average(std::span<const double> values) {
  double sum = 0;
  int count = 0;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    sum += value;
    ++count;
  }
  return {count > 0 ? sum / count : kMissing, count};
}

Average base_average(const PriceGrid& grid, const ForwardWindows& windows, int offset) {
  std::vector<double> values;
  values.reserve(windows.count());
  for (std::size_t i = 0; i < windows.count(); ++i)
    values.push_back(path_value(grid, windows, windows.first() + i, offset));
  return average(values);
}

// How far forward the path goes. Windows of a calendar horizon differ by a few trading days: as far as all
// of them go. Windows to a fixed day end together: as far as the longest.
int forward_reach(const PriceGrid& grid, const ForwardWindows& windows,
                  std::span<const std::size_t> entries) {
  std::size_t least = std::numeric_limits<std::size_t>::max(), most = 0;
  bool one_exit = entries.size() > 1;
  for (const auto entry : entries) {
    const auto length = *windows.exit(entry) - entry;
    least = std::min(least, length);
    most = std::max(most, length);
    one_exit = one_exit && *windows.exit(entry) == *windows.exit(entries.front());
  }
  return static_cast<int>(one_exit || is_regular(grid.frequency()) ? most : least);
}

}  // namespace

std::vector<int> path_offsets(Frequency frequency, int forward) {
  const int before = observations_before(frequency);
  const int step = std::max(1, (before + forward + kMostOffsets - 3) / (kMostOffsets - 2));
  std::vector<int> offsets;
  for (int offset = -(before / step) * step; offset <= forward; offset += step) offsets.push_back(offset);
  if (offsets.back() != forward) offsets.push_back(forward);
  return offsets;
}

AveragePath average_path(const PriceGrid& grid, const ForwardWindows& windows,
                         std::span<const std::size_t> entries, const EventDraws& draws, double level) {
  AveragePath path;
  path.offset = path_offsets(grid.frequency(), forward_reach(grid, windows, entries));
  const auto count = path.offset.size();
  for (auto* column : {&path.mean, &path.low, &path.high, &path.base}) column->resize(count, kMissing);
  path.events.resize(count);
  parallel_for(count, [&](std::size_t i) {
    std::vector<double> values;
    for (const auto entry : entries) values.push_back(path_value(grid, windows, entry, path.offset[i]));
    const auto [mean, reached] = average(values);
    path.mean[i] = mean;
    path.events[i] = reached;
    path.base[i] = base_average(grid, windows, path.offset[i]).mean;
    if (reached < 2) return;
    const auto interval = mean_interval(draws, values, level);
    path.low[i] = interval.low;
    path.high[i] = interval.high;
  });
  return path;
}

}  // namespace rerate

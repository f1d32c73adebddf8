#include "rerate/statistics/median_shifts.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "rerate/base/error.h"
#include "rerate/base/vector_clones.h"
#include "rerate/statistics/order_statistics.h"

namespace rerate {
namespace {

// Shifts counted side by side: two registers of counts a side with AVX2.
constexpr std::size_t kTile = 32;
constexpr std::size_t kParts = 2;
constexpr std::size_t kLanes = 8;

// Read in place, not by memcpy, which GCC settles before it knows a clone's registers.
using Counts = std::int16_t __attribute__((vector_size(32)));
using CountsInMemory = std::int16_t __attribute__((vector_size(32), aligned(2), may_alias));

struct Tile {
  std::int16_t low[kTile], high[kTile];
};

// How many events of each shift of a tile lie at or beyond the levels.
RERATE_VECTOR_CLONES void count_tile(const std::int16_t* low, const std::int16_t* high,
                                     std::span<const std::int32_t> events, Tile& tile) {
  Counts lows[kParts] = {}, highs[kParts] = {};
  for (const auto event : events) {
    const auto* below = reinterpret_cast<const CountsInMemory*>(low + event);
    const auto* above = reinterpret_cast<const CountsInMemory*>(high + event);
    for (std::size_t i = 0; i < kParts; ++i) lows[i] += below[i];
    for (std::size_t i = 0; i < kParts; ++i) highs[i] += above[i];
  }
  for (std::size_t i = 0; i < kTile; ++i) tile.low[i] = lows[i / 16][i % 16];
  for (std::size_t i = 0; i < kTile; ++i) tile.high[i] = highs[i / 16][i % 16];
}

RERATE_VECTOR_CLONES void mark(const double* values, std::size_t count, double low, double high,
                               std::int16_t* is_low, std::int16_t* is_high) {
  for (std::size_t i = 0; i < count; ++i) is_low[i] = values[i] <= low;
  for (std::size_t i = 0; i < count; ++i) is_high[i] = values[i] >= high;
}

// Finite doubles as whole numbers in the same order.
std::int64_t rank_of(double x) {
  const auto bits = std::bit_cast<std::int64_t>(x);
  return bits >= 0 ? bits : std::numeric_limits<std::int64_t>::min() - bits;
}

double at_rank(std::int64_t rank) {
  return std::bit_cast<double>(rank >= 0 ? rank : std::numeric_limits<std::int64_t>::min() - rank);
}

// The last x from `inside` to `outside` for which it holds: it does inside, not outside, and changes once.
template <class Holds>
double last_that(double inside, double outside, Holds holds) {
  auto in = rank_of(inside), out = rank_of(outside);
  while (true) {
    const auto middle = in / 2 + out / 2 + (in % 2 + out % 2) / 2;
    if (middle == in || middle == out) return at_rank(in);
    (holds(at_rank(middle)) ? in : out) = middle;
  }
}

// Medians at or below `low` and at or above `high` are extreme, as the test's own rounding has it.
struct Levels {
  double low, high;
};

Levels levels(double centre, double far) {
  constexpr double kMost = std::numeric_limits<double>::max();
  const auto is_far = [&](double x) { return std::abs(x - centre) >= far; };
  return {last_that(-kMost, centre, is_far), last_that(kMost, centre, is_far)};
}

// Values at or below a level, and those above it; infinite elsewhere, so that they do not count.
RERATE_VECTOR_CLONES void part(const double* values, std::size_t count, double level, double* below,
                               double* above) {
  for (std::size_t i = 0; i < count; ++i) {
    below[i] = values[i] <= level ? values[i] : -HUGE_VAL;
    above[i] = values[i] <= level ? HUGE_VAL : values[i];
  }
}

// The medians of eight shifts, right where half of the values lie at or below the level.
RERATE_VECTOR_CLONES void medians_between(const double* below, const double* above,
                                          std::span<const std::int32_t> events, double (&median)[kLanes]) {
  double largest[kLanes], least[kLanes];
  for (auto& one : largest) one = -HUGE_VAL;
  for (auto& one : least) one = HUGE_VAL;
  for (const auto event : events) {
    const double* low = below + event;
    const double* high = above + event;
    for (std::size_t i = 0; i < kLanes; ++i) largest[i] = low[i] > largest[i] ? low[i] : largest[i];
    for (std::size_t i = 0; i < kLanes; ++i) least[i] = high[i] < least[i] ? high[i] : least[i];
  }
  for (std::size_t i = 0; i < kLanes; ++i) median[i] = 0.5 * (largest[i] + least[i]);
}

// Shifts of a tile with half of their events at or beyond a level, and a median that is extreme all the same.
class Halves {
 public:
  Halves(const std::vector<double>& values, double level, std::vector<double>& below,
         std::vector<double>& above)
      : below_(below), above_(above) {
    below.resize(values.size());
    above.resize(values.size());
    part(values.data(), values.size(), level, below.data(), above.data());
  }

  std::int32_t extreme(std::size_t shift, std::uint32_t undecided, std::span<const std::int32_t> events,
                       double centre, double far) const {
    std::int32_t found = 0;
    double median[kLanes];
    for (std::size_t first = 0; first < kTile; first += kLanes) {
      const auto these = undecided >> first & ((1u << kLanes) - 1);
      if (these == 0) continue;
      medians_between(below_.data() + shift + first, above_.data() + shift + first, events, median);
      for (std::size_t i = 0; i < kLanes; ++i)
        found += (these >> i & 1) != 0 && std::abs(median[i] - centre) >= far;
    }
    return found;
  }

 private:
  const std::vector<double>& below_;
  const std::vector<double>& above_;
};

}  // namespace

MedianShifts::MedianShifts(std::span<const double> outcome) : dates_(outcome.size()) {
  RERATE_ASSERT(dates_ >= 1, "a shift test needs dates");
  doubled_.resize(2 * dates_ + kTile);
  double largest = 0;
  for (std::size_t i = 0; i < doubled_.size(); ++i) {
    const double value = outcome[i % dates_] + 0.0;
    RERATE_ASSERT(std::isfinite(value), "outcomes must be finite");
    doubled_[i] = value;
    largest = std::max(largest, std::abs(value));
  }
  centre_ = median({outcome.begin(), outcome.end()});
  slack_ = 1e-12 * largest;
}

std::int32_t MedianShifts::extreme(std::span<const std::int32_t> events, double observed, Room& room) const {
  RERATE_ASSERT(!events.empty() && events.size() <= kMostEvents,
                "a shift test needs events, and not too many");
  RERATE_ASSERT(events.front() >= 0 && static_cast<std::size_t>(events.back()) < dates_,
                "event outside the dates");
  const double far = std::abs(observed - centre_) - slack_;
  if (!(far > 0)) return static_cast<std::int32_t>(dates_);
  const auto [low, high] = levels(centre_, far);
  room.low.resize(doubled_.size());
  room.high.resize(doubled_.size());
  mark(doubled_.data(), doubled_.size(), low, high, room.low.data(), room.high.data());
  const auto count = static_cast<std::int32_t>(events.size());
  return count % 2 == 0 ? extreme_of_even(events, {low, high, far}, room) : extreme_of_odd(events, room);
}

std::int32_t MedianShifts::extreme_of_odd(std::span<const std::int32_t> events, const Room& room) const {
  const auto decides = static_cast<std::int32_t>(events.size() / 2 + 1);
  std::int32_t extremes = 0;
  Tile tile;
  for (std::size_t shift = 0; shift < dates_; shift += kTile) {
    count_tile(room.low.data() + shift, room.high.data() + shift, events, tile);
    for (std::size_t i = 0; i < std::min(kTile, dates_ - shift); ++i)
      extremes += tile.low[i] >= decides || tile.high[i] >= decides;
  }
  return extremes;
}

std::int32_t MedianShifts::extreme_of_even(std::span<const std::int32_t> events, const Far& from,
                                           Room& room) const {
  const Halves lows(doubled_, from.low, room.below_low, room.above_low);
  const Halves highs(doubled_, std::nextafter(from.high, -HUGE_VAL), room.below_high, room.above_high);
  const auto half = static_cast<std::int32_t>(events.size() / 2);
  std::int32_t extremes = 0;
  Tile tile;
  for (std::size_t shift = 0; shift < dates_; shift += kTile) {
    count_tile(room.low.data() + shift, room.high.data() + shift, events, tile);
    std::uint32_t half_low = 0, half_high = 0;
    for (std::size_t i = 0; i < std::min(kTile, dates_ - shift); ++i) {
      extremes += tile.low[i] > half || tile.high[i] > half;
      half_low |= static_cast<std::uint32_t>(tile.low[i] == half) << i;
      half_high |= static_cast<std::uint32_t>(tile.high[i] == half) << i;
    }
    extremes += lows.extreme(shift, half_low, events, centre_, from.far);
    extremes += highs.extreme(shift, half_high & ~half_low, events, centre_, from.far);
  }
  return extremes;
}

}  // namespace rerate

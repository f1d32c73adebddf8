#include "rerate/statistics/outcome_shifts.h"

#include <algorithm>
#include <cmath>

#include "rerate/base/error.h"
#include "rerate/base/vector_clones.h"

namespace rerate {
namespace {

// Shifts worked on side by side: eight registers of sums and two of counts with AVX2.
constexpr std::size_t kTile = 32;
constexpr std::size_t kParts = 8, kCountParts = 2;

// Read in place, not by memcpy, which GCC settles before it knows a clone's registers.
using Doubles = double __attribute__((vector_size(32)));
using DoublesInMemory = double __attribute__((vector_size(32), aligned(8), may_alias));
using Counts = std::int16_t __attribute__((vector_size(32)));
using CountsInMemory = std::int16_t __attribute__((vector_size(32), aligned(2), may_alias));
using Mask = std::int64_t __attribute__((vector_size(32)));

// A shift is extreme when its sum is outside (low_sum, high_sum), its count of led events outside (low_led, high_led).
struct Limits {
  double low_sum, high_sum;
  std::int16_t low_led, high_led;
};

struct Extremes {
  std::int32_t means = 0, leds = 0;
};

struct Tile {
  double sum[kTile];
  std::int16_t led[kTile];
};

#define RERATE_SHIFTS_INLINE [[gnu::always_inline]] inline

RERATE_SHIFTS_INLINE void sum_tile(const double* doubled, const std::int16_t* positive,
                                   std::span<const std::int32_t> events, Doubles (&sum)[kParts],
                                   Counts (&led)[kCountParts]) {
  for (auto& part : sum) part = Doubles{};
  for (auto& part : led) part = Counts{};
  for (const auto event : events) {
    const auto* values = reinterpret_cast<const DoublesInMemory*>(doubled + event);
    const auto* signs = reinterpret_cast<const CountsInMemory*>(positive + event);
    for (std::size_t i = 0; i < kParts; ++i) sum[i] += values[i];
    for (std::size_t i = 0; i < kCountParts; ++i) led[i] += signs[i];
  }
}

// The first `dates` shifts, kTile at a time; returns where it stopped. Masks are -1 where a comparison holds.
RERATE_VECTOR_CLONES std::size_t count_tiles(const double* doubled, const std::int16_t* positive,
                                             std::span<const std::int32_t> events, std::size_t dates,
                                             const Limits& limits, Extremes& extremes) {
  std::size_t shift = 0;
  Mask means{};
  std::int32_t leds = 0;
  const Doubles low = {limits.low_sum, limits.low_sum, limits.low_sum, limits.low_sum};
  const Doubles high = {limits.high_sum, limits.high_sum, limits.high_sum, limits.high_sum};
  Counts low_led{}, high_led{};
  low_led += limits.low_led;
  high_led += limits.high_led;
  for (; shift + kTile <= dates; shift += kTile) {
    Doubles sum[kParts];
    Counts led[kCountParts];
    sum_tile(doubled + shift, positive + shift, events, sum, led);
    for (const auto& part : sum) means += (part <= low) | (part >= high);
    Counts beyond{};
    for (const auto& part : led) beyond += (part <= low_led) | (part >= high_led);
    for (std::size_t lane = 0; lane < 16; ++lane) leds -= beyond[lane];
  }
  extremes.means -= static_cast<std::int32_t>(means[0] + means[1] + means[2] + means[3]);
  extremes.leds += leds;
  return shift;
}

RERATE_VECTOR_CLONES void one_tile(const double* doubled, const std::int16_t* positive,
                                   std::span<const std::int32_t> events, Tile& tile) {
  Doubles sum[kParts];
  Counts led[kCountParts];
  sum_tile(doubled, positive, events, sum, led);
  for (std::size_t i = 0; i < kTile; ++i) tile.sum[i] = sum[i / 4][i % 4];
  for (std::size_t i = 0; i < kTile; ++i) tile.led[i] = led[i / 16][i % 16];
}

void check_events(std::span<const std::int32_t> events, std::size_t dates) {
  RERATE_ASSERT(!events.empty() && events.size() <= OutcomeShifts::kMostEvents,
                "a shift test needs events, and not too many");
  RERATE_ASSERT(events.front() >= 0 && static_cast<std::size_t>(events.back()) < dates,
                "event outside the dates");
}

std::int16_t as_count(std::int64_t figure) {
  return static_cast<std::int16_t>(
      std::clamp<std::int64_t>(figure, -1, static_cast<std::int64_t>(OutcomeShifts::kMostEvents) + 1));
}

std::int64_t floor_division(std::int64_t a, std::int64_t b) { return a >= 0 ? a / b : -((-a + b - 1) / b); }

}  // namespace

OutcomeShifts::OutcomeShifts(std::span<const double> outcome) : dates_(outcome.size()) {
  RERATE_ASSERT(dates_ >= 1, "a shift test needs dates");
  doubled_.resize(2 * dates_ + kTile);
  positive_.resize(2 * dates_ + kTile);
  double sum = 0, largest = 0;
  for (std::size_t i = 0; i < doubled_.size(); ++i) {
    const double value = outcome[i % dates_] + 0.0;
    doubled_[i] = value;
    positive_[i] = value > 0;
    if (i >= dates_) continue;
    RERATE_ASSERT(std::isfinite(value), "outcomes must be finite");
    sum += value;
    largest = std::max(largest, std::abs(value));
    positive_dates_ += value > 0;
  }
  centre_ = sum / static_cast<double>(dates_);
  slack_ = 1e-12 * largest;
}

OutcomeShifts::Test OutcomeShifts::test(std::span<const std::int32_t> events) const {
  check_events(events, dates_);
  Tile tile;
  one_tile(doubled_.data(), positive_.data(), events, tile);
  const auto count = static_cast<double>(events.size());
  Test test;
  test.mean = tile.sum[0] / count;
  test.led = tile.led[0];

  const double far = std::abs(tile.sum[0] - count * centre_) - count * slack_;
  // |led_k - n P / T| at least as far as led_0, compared without rounding as |T led_k - n P|.
  const auto dates = static_cast<std::int64_t>(dates_);
  const auto expected = static_cast<std::int64_t>(events.size()) * positive_dates_;
  const auto led_far = std::abs(dates * test.led - expected);
  const Limits limits{count * centre_ - far, count * centre_ + far,
                      as_count(floor_division(expected - led_far, dates)),
                      as_count(-floor_division(-(expected + led_far), dates))};
  Extremes extremes;
  const auto done = count_tiles(doubled_.data(), positive_.data(), events, dates_, limits, extremes);
  if (done < dates_) one_tile(doubled_.data() + done, positive_.data() + done, events, tile);
  for (std::size_t i = 0; done + i < dates_; ++i) {
    extremes.means += tile.sum[i] <= limits.low_sum || tile.sum[i] >= limits.high_sum;
    extremes.leds += tile.led[i] <= limits.low_led || tile.led[i] >= limits.high_led;
  }
  test.extreme_means = extremes.means;
  test.extreme_leds = extremes.leds;
  return test;
}

}  // namespace rerate

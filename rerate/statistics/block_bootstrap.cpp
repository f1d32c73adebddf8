#include "rerate/statistics/block_bootstrap.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/statistics/order_statistics.h"
#include "rerate/statistics/stationary_blocks.h"

namespace rerate {
namespace {

// Numbers of the stream that one draw may use.
constexpr std::uint64_t kNumbersOfADraw = std::uint64_t{1} << 32;

// For each position of the calendar laid out twice, how many events lie before it.
std::vector<std::int32_t> events_before(std::size_t dates, std::span<const std::int32_t> events) {
  std::vector<std::int32_t> before(2 * dates + 1);
  std::size_t next = 0;
  for (std::size_t position = 0; position < 2 * dates; ++position) {
    before[position] = static_cast<std::int32_t>(next);
    const auto place = next < events.size() ? static_cast<std::size_t>(events[next])
                       : next < 2 * events.size()
                           ? static_cast<std::size_t>(events[next - events.size()]) + dates
                           : 2 * dates;
    if (place == position) ++next;
  }
  before[2 * dates] = static_cast<std::int32_t>(next);
  return before;
}

struct Resampler {
  std::size_t dates, events;
  StationaryBlocks blocks;
  std::vector<std::int32_t> before;
  const RandomStream& random;

  // Fills `counts`; true when it holds an event.
  bool attempt(std::uint64_t index, std::span<std::int32_t> counts) const {
    std::fill(counts.begin(), counts.end(), 0);
    bool any = false;
    for (std::size_t drawn = 0; drawn < dates; ++index) {
      const auto [start, whole] = blocks.block(random.bits(index));
      const auto length = std::min(whole, dates - drawn);
      drawn += length;
      for (auto event = before[start]; event < before[start + length]; ++event) {
        const auto place = static_cast<std::size_t>(event);
        ++counts[place < events ? place : place - events];
        any = true;
      }
    }
    return any;
  }
};

}  // namespace

EventDraws::EventDraws(std::size_t dates, std::span<const std::int32_t> events,
                       const EventBootstrap& settings, const RandomStream& random)
    : draws_(static_cast<std::size_t>(std::max(settings.draws, 0))),
      events_(events.size()),
      counts_(draws_ * events_) {
  RERATE_ASSERT(!events.empty() && settings.draws >= 0 && settings.block_length >= 1, "bootstrap settings");
  RERATE_ASSERT(
      events.front() >= 0 && static_cast<std::size_t>(events.back()) < dates && dates < kNumbersOfADraw,
      "event outside the dates");
  const Resampler resampler{dates, events_, StationaryBlocks(dates, settings.block_length),
                            events_before(dates, events), random};
  constexpr std::size_t kChunk = 128;
  parallel_for((draws_ + kChunk - 1) / kChunk, [&](std::size_t chunk) {
    for (std::size_t draw = chunk * kChunk; draw < std::min(draws_, (chunk + 1) * kChunk); ++draw) {
      const auto row = std::span(counts_).subspan(draw * events_, events_);
      auto index = static_cast<std::uint64_t>(draw) * kNumbersOfADraw;
      while (!resampler.attempt(index, row)) index += dates;
    }
  });
}

Interval mean_interval(const EventDraws& draws, std::span<const double> outcome_of_event, double level) {
  std::vector<std::size_t> present;
  for (std::size_t event = 0; event < outcome_of_event.size(); ++event)
    if (!std::isnan(outcome_of_event[event])) present.push_back(event);
  std::vector<double> means;
  means.reserve(draws.draws());
  for (std::size_t draw = 0; draw < draws.draws(); ++draw) {
    const auto counts = draws.counts(draw);
    double sum = 0;
    std::int64_t brought = 0;
    for (const auto event : present) {
      sum += counts[event] * outcome_of_event[event];
      brought += counts[event];
    }
    if (brought > 0) means.push_back(sum / static_cast<double>(brought));
  }
  constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
  if (means.empty()) return {kMissing, kMissing};
  return {quantile(std::span(means), (1 - level) / 2), quantile(std::span(means), (1 + level) / 2)};
}

Interval event_mean_interval(std::span<const double> outcome, std::span<const std::int32_t> events,
                             const EventBootstrap& settings, const RandomStream& random) {
  const EventDraws draws(outcome.size(), events, settings, random);
  std::vector<double> outcome_of_event;
  for (const auto event : events) outcome_of_event.push_back(outcome[static_cast<std::size_t>(event)]);
  return mean_interval(draws, outcome_of_event, settings.level);
}

}  // namespace rerate

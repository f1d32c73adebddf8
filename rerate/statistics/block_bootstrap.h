#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "rerate/base/random_stream.h"
#include "rerate/statistics/block_length.h"

namespace rerate {

struct Interval {
  double low, high;
};

struct EventBootstrap {
  double block_length = 0;  // mean block length in dates, at least 1
  int draws = 2000;
  double level = 0.95;
};

// How often each draw of a stationary bootstrap (Politis and Romano 1994) brings each event. T dates are
// resampled in blocks of geometric length that wrap round the end, until T are drawn; a date that was an
// event brings it along, so overlap of windows and clustering of events are kept. Draws without an event are
// drawn again. One table serves every statistic of the same events: share it between the offsets of a path.
//
// Random number b of attempt a of draw d is number d 2^32 + a T + b of the stream: no draw depends on
// another, and the same bits come out for any thread count. `events` increasing, in 0..dates-1, not empty.
// O(draws (T / block length + n)) expected time, draws x n numbers of memory.
class EventDraws {
 public:
  EventDraws(std::size_t dates, std::span<const std::int32_t> events, const EventBootstrap& settings,
             const RandomStream& random);

  std::size_t draws() const { return draws_; }
  // How often draw `draw` brought each of the n events.
  std::span<const std::int32_t> counts(std::size_t draw) const {
    return std::span(counts_).subspan(draw * events_, events_);
  }

 private:
  std::size_t draws_, events_;
  std::vector<std::int32_t> counts_;
};

// Percentile interval of the mean of `outcome_of_event` (one value per event). An event with a NaN is left
// out of its draws, and so are draws that bring no other. NaN, NaN when no draw is left.
Interval mean_interval(const EventDraws& draws, std::span<const double> outcome_of_event, double level);

// The two together: interval of the mean of `outcome` over `events`.
Interval event_mean_interval(std::span<const double> outcome, std::span<const std::int32_t> events,
                             const EventBootstrap& settings, const RandomStream& random);

}  // namespace rerate

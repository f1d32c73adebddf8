#pragma once

#include <cstddef>
#include <optional>
#include <variant>
#include <vector>

#include "rerate/base/duration.h"
#include "rerate/events/price_grid.h"

namespace rerate {

// How long returns run: a duration, or up to a fixed day.
using Horizon = std::variant<Duration, Date>;

// The windows of a horizon on a grid: window i runs over (i, exit(i)], where it is complete.
//
// On a regular grid a duration is a number of steps. On a daily grid days count observations (on a weekly
// one, weeks do); other durations follow the calendar: the exit is the last price at or before the day that
// is `horizon` later, and the window is complete when prices reach that day or the last trading day before
// it. To a fixed day, the exit is the last price at or before it, and windows of later dates do not exist.
//
// Throws UserError event_horizon: a horizon of zero, one that is no whole number of steps, no complete
// window; each at `place`.
class ForwardWindows {
 public:
  // Windows may start on or after `from`.
  ForwardWindows(const PriceGrid& grid, const Horizon& horizon, std::optional<Date> from,
                 const Place& place = {});

  std::optional<std::size_t> exit(std::size_t entry) const { return exits_[entry]; }

  // Complete windows start at first() .. first() + count() - 1: the sample of the base rate.
  std::size_t first() const { return first_; }
  std::size_t count() const { return count_; }
  bool in_sample(std::size_t entry) const { return entry >= first_ && entry < first_ + count_; }

 private:
  std::vector<std::optional<std::size_t>> exits_;
  std::size_t first_ = 0, count_ = 0;
};

// Outcomes of every window of the sample, in order of entry: percent, percent, percentage points.
// `benchmark` and `relative` are empty without a benchmark.
struct ForwardReturns {
  std::vector<double> asset, benchmark, relative;
};

ForwardReturns forward_returns(const PriceGrid& grid, const ForwardWindows& windows);

}  // namespace rerate

#include "rerate/events/forward_returns.h"

#include <fmt/format.h>

#include "rerate/base/business_calendar.h"
#include "rerate/base/error.h"
#include "rerate/events/question_types.h"

namespace rerate {
namespace {

// The number of grid steps in the duration, where it is a fixed one.
std::optional<int> steps_in(Duration duration, Frequency frequency) {
  if (is_regular(frequency)) return periods_in(duration, frequency);
  const bool counted = frequency == Frequency::daily ? duration.unit == Duration::Unit::day
                                                     : duration.unit == Duration::Unit::week;
  return counted ? std::optional(duration.count) : std::nullopt;
}

std::optional<std::size_t> exit_after(const PriceGrid& grid, std::size_t entry, Duration duration) {
  if (const auto steps = steps_in(duration, grid.frequency())) {
    const auto exit = entry + static_cast<std::size_t>(*steps);
    return exit < grid.size() ? std::optional(exit) : std::nullopt;
  }
  const Date target = add(grid.date(entry), duration);
  if (grid.date(grid.size() - 1) < on_or_before_trading_day(target)) return std::nullopt;
  return grid.asset.find_at_or_before(target.days);
}

std::optional<std::size_t> exit_on(const PriceGrid& grid, std::size_t entry, Date day) {
  const bool reached = is_regular(grid.frequency())
                           ? grid.asset.ordinal.back() >= last_priced_by(grid.frequency(), day)
                           : grid.date(grid.size() - 1) >= on_or_before_trading_day(day);
  if (!reached) return std::nullopt;
  const auto exit = grid.asset.find_at_or_before(last_priced_by(grid.frequency(), day));
  return exit && *exit > entry ? exit : std::nullopt;
}

std::string words(const Horizon& horizon) {
  if (const auto* duration = std::get_if<Duration>(&horizon)) return to_string(*duration);
  return "to " + to_string(std::get<Date>(horizon));
}

}  // namespace

ForwardWindows::ForwardWindows(const PriceGrid& grid, const Horizon& horizon, std::optional<Date> from,
                               const Place& place) {
  if (const auto* duration = std::get_if<Duration>(&horizon))
    check_horizon(*duration, grid.frequency(), place);
  exits_.resize(grid.size());
  for (std::size_t entry = 0; entry < grid.size(); ++entry) {
    exits_[entry] = std::visit(
        [&](const auto& end) {
          if constexpr (std::is_same_v<std::decay_t<decltype(end)>, Duration>)
            return exit_after(grid, entry, end);
          else
            return exit_on(grid, entry, end);
        },
        horizon);
    if (!exits_[entry] || (from && grid.date(entry) < *from)) continue;
    if (count_ == 0) first_ = entry;
    ++count_;
  }
  if (count_ > 0) return;
  refuse(ErrorCode::event_horizon,
         fmt::format("no window fits: the horizon is {}, the prices run from {} to {}{}", words(horizon),
                     to_string(grid.asset.period(0)), to_string(grid.asset.period(grid.size() - 1)),
                     from ? ", windows start from " + to_string(*from) : std::string()),
         {}, place);
}

ForwardReturns forward_returns(const PriceGrid& grid, const ForwardWindows& windows) {
  ForwardReturns returns;
  for (std::size_t entry = windows.first(); entry < windows.first() + windows.count(); ++entry) {
    const auto exit = *windows.exit(entry);
    returns.asset.push_back(grid.asset_return(entry, exit));
    if (!grid.benchmark) continue;
    returns.benchmark.push_back(grid.benchmark_return(entry, exit));
    returns.relative.push_back(grid.relative_return(entry, exit));
  }
  return returns;
}

}  // namespace rerate

#pragma once

#include <span>
#include <vector>

#include "rerate/rotation/backtest.h"

namespace rerate {

// What a trade costs, in parts of the wealth before it (backtest.h has the formula).
class TradingCosts {
 public:
  // Throws UserError rotation_costs for settings out of range.
  TradingCosts(const SectorPanel& panel, const TradingSettings& settings);

  // Of each sector, for trading `before` into `after` when month m is the last that has ended. `by_sector` is written. O(N), with
  // impact O(12 N). Throws UserError rotation_costs when that is 1 or more.
  double find(Index m, std::span<const double> before, std::span<const double> after,
              std::span<double> by_sector) const;

 private:
  double daily_deviation(Index m, Index sector) const;

  const SectorPanel& panel_;
  double rate_;
  std::vector<double> impact_;  // coefficient sqrt(capital / volume), by sector; empty: none
  Place place_;
};

}  // namespace rerate

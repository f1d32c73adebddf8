#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "rerate/events/price_grid.h"
#include "rerate/regression/linear_algebra.h"

namespace rerate {

// Returns after the months at whose end a state was known: over the month that follows, and over a longer horizon.
//
// Intervals are percentile intervals of a stationary bootstrap of the months (Politis and Romano 1994): a month brings its
// state and its returns along, so their dependence, the overlap of horizons and the clustering of states are kept, and so is how
// often a state comes by chance. One set of blocks serves all states, views and returns, of mean length the longest of
// a year, the horizon and what Politis and White (2004) find for the monthly return, and at most a third of the months.
//
// Example: prices 100, 110, 99, 99 and states 0, 1, 1 at the first three ends: the mean return of a month after state 0 is
// 10%, after state 1 (-10% + 0%) / 2 = -5%, and their difference (last state less first) -15 percentage points.
enum class RegimeReturn : std::uint8_t { month, relative_month, horizon, relative_horizon };
inline constexpr std::size_t kRegimeReturns = 4;

// States by month, from month `first` on; -1: none.
struct RegimeView {
  std::span<const int> state;
  int states = 0;
};
struct RegimeReturnSettings {
  int horizon = 12;  // months
  int draws = 1000;
  double level = 0.90;
  std::uint64_t seed = 1;
};
struct RegimeMean {
  Index months = 0, spells = 0;  // with a return; in spells of the state
  double mean = 0;               // percent, or percentage points of simple return; NaN without a month
  // NaN for fewer than two spells, which no resampling can tell apart, and when most draws miss the state.
  double low = std::numeric_limits<double>::quiet_NaN(), high = low;
  // Of a difference: two-sided, twice the smaller share of draws on a side of 0, at least 2 / (draws + 1). NaN without an interval.
  double p = std::numeric_limits<double>::quiet_NaN();
  double positive = 0;  // share of returns above 0
};
using RegimeMeans =
    std::array<RegimeMean, kRegimeReturns>;  // by RegimeReturn; relative ones empty without a benchmark
struct RegimeViewReturns {
  std::vector<RegimeMeans> by_state;
  RegimeMeans all;         // months with any state of the view
  RegimeMeans difference;  // last state less first: mean, low, high, p alone
};
struct RegimeReturns {
  std::vector<RegimeViewReturns> views;
  double block_length = 0;
};
// `prices` are monthly. O(draws (months / block length) states). Same bits for any number of threads. Throws regimes_returns when
// no month with a state is followed by a return, regression_settings for a horizon, draws or level out of range.
RegimeReturns regime_returns(const PriceGrid& prices, std::int32_t first, std::span<const RegimeView> views,
                             const RegimeReturnSettings& settings);

}  // namespace rerate

#pragma once

#include <functional>
#include <span>
#include <vector>

#include "rerate/rotation/sector_panel.h"

namespace rerate {

// What would following a portfolio have earned?
//
// Weights decided at the end of month m are traded at the prices `trade_lag` rows of the grid later: 1, the next price, is
// what somebody could have done who read the closing prices; 0 trades at the very prices that decided, as most published
// backtests do. Between trades holdings drift. What is not in sectors is in cash, and shorts' proceeds too.
//
// At a trade with drifted weights d, targets w and wealth W:
//     turnover = sum |w_i - d_i| / 2,   cost = rate sum |w_i - d_i| + impact,   W after = W (1 - cost), holdings w_i W after
// with impact = sum_i impact_i |w_i - d_i|^1.5, impact_i = coefficient sd_i sqrt(capital / volume_i) (the square-root law, Almgren
// and others 2005), sd_i the standard deviation of the last 12 monthly returns, or as many as there are, over sqrt(21): a day's; 0
// with fewer than two. When no weight is farther than `no_trade_band` from its target nothing is traded. A sector whose prices end
// is sold at its last one, without asking the band, and cannot be bought at it. No costs and a fresh start at wealth 1 in cash
// before the first trade.
//
// The first trade does not ask the band either. A decision reads the weights as they are at the end of its month: with a lag,
// after a trade there that was decided before. A trade at the end of a month belongs to that month, but the first, which belongs
// to the month that it begins.
struct TradingSettings {
  double cost_rate = 0.001;       // of the value traded, one way: 0.001 is 10bp
  double impact_coefficient = 0;  // about 1; 0: no impact
  double capital = 0;             // of the portfolio
  std::vector<double> volume;     // by sector: value traded a day, in the unit of capital
  double no_trade_band = 0;       // of weight: 0.02 is 2 percentage points
  int trade_lag = 1;              // rows of the grid: 0 or 1
  Place place = {};
};

struct Backtest {
  // The last month that had ended by the row of the first trade: returns begin with month first + 1. On a daily grid that trades
  // on the day after the month's end the first covers what is left of it after that trade.
  Index first = 0;
  // By month from first + 1 to the panel's last, simple returns over the month: (1 + net) is (1 + gross) times (1 - cost) of each of the
  // month's trades; turnover and cost are their sums.
  std::vector<double> gross, net;
  std::vector<double> turnover, cost;
  std::vector<bool> traded;
  Matrix weights;  // months x N: at the month's end, after a trade there

  Index months() const { return static_cast<Index>(net.size()); }
};

// Decisions, month by month: `decides` and `target` as those of Portfolio. `target` writes N weights.
struct TargetRule {
  std::function<bool(Index)> decides;
  std::function<void(Index, std::span<const double> held, std::span<double> weights)> target;
};

// O(G N), without shorts and borrowed cash O(M N). Throws UserError: rotation_costs (a rate below 0 or of 1 and more, a trade
// that costs all there is, a negative setting, no volume for an impact), rotation_sample (no month decides, or fewer than 12
// months of returns), rotation_bankrupt (wealth of a portfolio with shorts at or below 0, with the month), rotation_prices (prices
// that grow beyond all numbers).
Backtest run_backtest(const SectorPanel& panel, const TargetRule& rule, const TradingSettings& settings);

// The same in shares and money, for a list of trades and for the identity that wealth from trades is wealth from returns.
struct Trade {
  Index row;  // of the grid
  Index sector;
  double units;        // bought, sold below 0
  double price, cost;  // cost in money
};
struct TradeBook {
  std::vector<Trade> trades;
  // By month as in Backtest: shares at their prices, and cash with what it earned, after a trade at its end. 1 before the
  // first trade.
  std::vector<double> wealth;
};
TradeBook trade_book(const SectorPanel& panel, const TargetRule& rule, const TradingSettings& settings);

}  // namespace rerate

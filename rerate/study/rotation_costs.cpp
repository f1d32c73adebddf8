#include "rerate/study/rotation_costs.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/rotation/return_differences.h"
#include "rerate/study/rotation_benchmarks.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr double kBasisPoints = 10'000, kUsualCosts = 10;
constexpr double kShareOfTrades = 0.95, kShareOfVolume = 0.05;

std::vector<double> costs_to_try(double own) {
  const double base = own > 0 ? own : kUsualCosts;
  std::vector<double> costs = {0, own};
  for (const double times : {0.5, 1.0, 2.0, 5.0})
    if (times * base < kBasisPoints) costs.push_back(times * base);
  std::sort(costs.begin(), costs.end());
  costs.erase(std::unique(costs.begin(), costs.end()), costs.end());
  return costs;
}

// The portfolio that was run, from its scores as they are.
Portfolio portfolio_of(const RotationFindings& found) {
  auto settings = found.definition.portfolio;
  for (std::size_t s = 0; s < found.definition.signals.size(); ++s)
    if (found.definition.signals[s].name == found.definition.only_above_zero)
      settings.only_above_zero = &found.run.figures[s];
  return Portfolio(found.panel, found.run.scores.score, settings);
}

Backtest at_cost(const RotationFindings& found, double rate) {
  const auto portfolio = portfolio_of(found);
  auto trading = found.definition.trading;
  trading.cost_rate = rate;
  return run_backtest(found.panel, target_rule(portfolio), trading);
}

CostCase cost_case(const RotationFindings& found, double cost_bp) {
  CostCase one{cost_bp, kMissing, kMissing, kMissing};
  const auto part = [&](const std::vector<double>& figures) {
    return part_of(figures, found.compared_first, found.compared);
  };
  try {
    const bool own = cost_bp == found.definition.trading.cost_rate * kBasisPoints;
    const auto net = own ? found.run.backtest.net : at_cost(found, cost_bp / kBasisPoints).net;
    const auto figures = performance(part(net), part(found.cash));
    one.cagr = figures.cagr;
    one.sharpe = figures.sharpe;
    one.information_ratio =
        relative_performance(part(net), part(found.benchmarks.front().returns), part(found.cash))
            .information_ratio;
  } catch (const UserError&) {
    // A case that cannot be traded has no figures; the study's own could.
  }
  return one;
}

double mean_over(std::span<const double> figures) {
  double sum = 0;
  for (const double one : figures) sum += one;
  return sum / static_cast<double>(figures.size());
}

// What the portfolio was worth at the last month's end by a row of the grid; 1 before the first.
double wealth_before(const RotationFindings& found, const TradeBook& book, Index row) {
  const auto& rows = found.panel.row;
  const auto m = std::upper_bound(rows.begin(), rows.end(), row) - rows.begin() - 1;
  const auto i = m - found.run.backtest.first - 1;
  return i >= 0 ? book.wealth[static_cast<std::size_t>(i)] : 1;
}

}  // namespace

std::vector<CostCase> cost_cases(const RotationFindings& found) {
  std::vector<CostCase> cases;
  for (const double cost : costs_to_try(found.definition.trading.cost_rate * kBasisPoints))
    cases.push_back(cost_case(found, cost));
  return cases;
}

double break_even_bp(const RotationFindings& found) {
  const auto part = [&](const std::vector<double>& figures) {
    return mean_over(part_of(figures, found.compared_first, found.compared));
  };
  const double traded = 2 * part(found.run.backtest.turnover);
  const double lead =
      figure_difference(part(found.run.backtest.gross), part(found.benchmarks.front().returns));
  return traded > 0 && lead > 0 ? kBasisPoints * lead / traded : kMissing;
}

double capacity(const RotationFindings& found) {
  const auto& volume = found.definition.trading.volume;
  if (volume.empty()) return kMissing;
  const auto portfolio = portfolio_of(found);
  const auto book = trade_book(found.panel, target_rule(portfolio), found.definition.trading);
  std::vector<double> most;  // the capital at which a trade is as large as it may be
  for (const auto& trade : book.trades) {
    if (trade.row == book.trades.front().row) continue;
    const double share = std::fabs(trade.units) * trade.price / wealth_before(found, book, trade.row);
    if (share > 0) most.push_back(kShareOfVolume * volume[static_cast<std::size_t>(trade.sector)] / share);
  }
  if (most.empty()) return kMissing;
  std::sort(most.begin(), most.end());
  return most[static_cast<std::size_t>((1 - kShareOfTrades) * static_cast<double>(most.size()))];
}

}  // namespace rerate

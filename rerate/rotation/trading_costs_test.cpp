// Behaviour -> test
//   proportional costs                                         -> Proportional
//   the square-root law by hand                                -> SquareRootLaw
//   the standard deviation is that of the last twelve months   -> LastTwelveMonths
//   impact needs capital and a volume of every sector          -> RefusesMissingVolume
#include "rerate/rotation/trading_costs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "rerate/rotation/rotation_for_test.h"
#include "rerate/statistics/return_moments.h"

namespace rerate {
namespace {

using testing::HasSubstr;

TEST(TradingCosts, Proportional) {
  const auto panel = simulated_panel(2, 20, 3);
  TradingSettings settings;
  settings.cost_rate = 0.01;
  std::vector<double> cost(3);
  EXPECT_DOUBLE_EQ(
      TradingCosts(panel, settings).find(15, std::vector{0.5, 0.5, 0.0}, std::vector{0.2, 0.5, -0.1}, cost),
      0.004);
  EXPECT_DOUBLE_EQ(cost[0], 0.003);
  EXPECT_EQ(cost[1], 0);
  EXPECT_DOUBLE_EQ(cost[2], 0.001);
}

TradingSettings with_impact() {
  TradingSettings settings;
  settings.cost_rate = 0.001;
  settings.impact_coefficient = 0.8;
  settings.capital = 1e8;
  settings.volume = {4e8, 1e10};
  settings.place = {"study.toml", 5, 1};
  return settings;
}

// Deviation of the last twelve returns before and in month m, a day's.
double deviation(const SectorPanel& panel, Index m, Index sector) {
  const auto returns = column(panel.month_return.middleRows(m - 11, 12), sector);
  return std::sqrt(return_moments(returns).square / 11 / 21);
}

TEST(TradingCosts, SquareRootLaw) {
  const auto panel = simulated_panel(3, 30, 2);
  std::vector<double> cost(2);
  const double sum =
      TradingCosts(panel, with_impact()).find(20, std::vector{0.0, 0.5}, std::vector{0.25, 0.25}, cost);
  const double first = 0.00025 + 0.8 * deviation(panel, 20, 0) * 0.5 * 0.125;
  const double second = 0.00025 + 0.8 * deviation(panel, 20, 1) * 0.1 * 0.125;
  EXPECT_NEAR(cost[0], first, 1e-16);
  EXPECT_NEAR(cost[1], second, 1e-16);
  EXPECT_NEAR(sum, first + second, 1e-16);
}

TEST(TradingCosts, LastTwelveMonths) {
  auto panel = simulated_panel(4, 30, 2);
  std::vector<double> cost(2);
  const std::vector<double> before{0, 0}, after{0.5, 0.5};
  const double then = TradingCosts(panel, with_impact()).find(20, before, after, cost);
  panel.month_return.row(8).setConstant(0.9);
  panel.month_return.row(21).setConstant(0.9);
  EXPECT_EQ(TradingCosts(panel, with_impact()).find(20, before, after, cost), then);
  panel.month_return.row(9).setConstant(0.9);
  EXPECT_GT(TradingCosts(panel, with_impact()).find(20, before, after, cost), then);
  // In month 1 there is one return, which has no deviation; in month 2 there are two.
  EXPECT_DOUBLE_EQ(TradingCosts(panel, with_impact()).find(1, before, after, cost), 0.001);
  EXPECT_GT(TradingCosts(panel, with_impact()).find(2, before, after, cost), 0.001);
}

std::string refusal(const TradingSettings& settings) {
  try {
    const TradingCosts costs(simulated_panel(1, 20, 2), settings);
  } catch (const UserError& error) {
    EXPECT_EQ(error.failure().code, ErrorCode::rotation_costs);
    EXPECT_EQ(error.failure().place.line, 5);
    return error.failure().what;
  }
  return "nothing was refused";
}

TEST(TradingCosts, RefusesMissingVolume) {
  EXPECT_EQ(refusal(with_impact()), "nothing was refused");
  auto settings = with_impact();
  settings.volume.pop_back();
  EXPECT_EQ(refusal(settings),
            "a price impact needs the value traded a day of every sector, above 0: `sector1`");
  settings = with_impact();
  settings.volume[0] = 0;
  EXPECT_THAT(refusal(settings), HasSubstr("`sector0`"));
  settings = with_impact();
  settings.capital = 0;
  EXPECT_EQ(refusal(settings), "a price impact needs the portfolio's capital");
  settings.capital = -1;
  EXPECT_EQ(refusal(settings), "capital must be 0 or more: -1");
  settings = with_impact();
  settings.impact_coefficient = -1;
  EXPECT_EQ(refusal(settings), "the coefficient of the price impact must be 0 or more: -1");
  settings = with_impact();
  settings.impact_coefficient = 0;  // nothing else is read then
  settings.volume.clear();
  EXPECT_EQ(refusal(settings), "nothing was refused");
}

}  // namespace
}  // namespace rerate

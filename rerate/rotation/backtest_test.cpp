// Behaviour -> test
//   returns, turnover and costs of one trade by hand, at the next prices -> OnePurchase
//   trades at the prices that decide                                     -> AtTheSamePrices
//   drift between rebalances                                             -> Drift
//   turnover counts one side, costs both                                 -> TurnoverAndCosts
//   the band keeps small differences, but not the first purchase         -> Band
//   what is not in sectors earns what cash earns, shorts' proceeds too   -> CashAndShorts
//   a daily grid trades on the day after the month's end                 -> DailyGrid
//   a sector is sold at its last price, and not bought at it             -> SoldAtTheLastPrice
//   a decision reads the weights after what was decided before           -> HeldAtTheDecision
//   the last decision trades when it can                                 -> LastDecision
//   costs accumulate over trades of one month                            -> TwoTradesAMonth
//   no decision, and fewer than twelve months                            -> RefusesShortSamples
//   settings out of range                                                -> RefusesSettings
//   a trade that costs all there is                                      -> RefusesCostsOfAll
//   shorts that lose everything, on the day it happens                   -> RefusesBankruptcy
//   costs or losses that use up all by and by                            -> RefusesUsedUpWealth
//   rounding is no cash, however dear that is                            -> RoundingOwesNothing
//   owing dear cash loses all                                            -> DearCash
//   prices beyond all numbers                                            -> RefusesEndlessGrowth
//   one of twelve industries' size is fast                               -> Fast
#include "rerate/rotation/backtest.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>
#include <numeric>

#include "rerate/rotation/rotation_for_test.h"

namespace rerate {
namespace {

using testing::HasSubstr;

// Decides in these months, for these weights.
TargetRule at(const std::vector<Index>& months, const std::vector<std::vector<double>>& weights) {
  const auto place = [months](Index m) {
    return std::find(months.begin(), months.end(), m) - months.begin();
  };
  return {[months, place](Index m) { return place(m) < static_cast<long>(months.size()); },
          [weights, place](Index m, std::span<const double>, std::span<double> target) {
            const auto& wanted = weights[static_cast<std::size_t>(place(m)) % weights.size()];
            std::copy(wanted.begin(), wanted.end(), target.begin());
          }};
}

// Two sectors over 14 months: the first earns 10% in month 1 and 20% in month 2, the second loses half in month 3.
SectorPanel two_sectors(double cash = 0, Index months = 14) {
  Matrix returns = Matrix::Zero(months, 2);
  returns(1, 0) = 0.1;
  returns(2, 0) = 0.2;
  returns(3, 1) = -0.5;
  return monthly_panel(prices_from(returns), cash);
}

// The months of a monthly panel as days: each month's price on its last day, and a tenth of the way to the next on the day after.
SectorPanel with_days_after(const SectorPanel& monthly) {
  SectorPanel panel = monthly;
  panel.grid = Frequency::daily;
  const Index months = monthly.months();
  panel.price.resize(2 * months - 1, monthly.sectors());
  panel.cash.resize(2 * months - 1);
  panel.day.clear();
  for (Index m = 0; m < months; ++m) {
    panel.row[static_cast<std::size_t>(m)] = 2 * m;
    panel.price.row(2 * m) = monthly.price.row(m);
    panel.cash[2 * m] = monthly.cash[m];
    panel.day.push_back(rotation_month_end(m));
    if (m + 1 == months) break;
    panel.price.row(2 * m + 1) = 0.9 * monthly.price.row(m) + 0.1 * monthly.price.row(m + 1);
    panel.cash[2 * m + 1] = 0.9 * monthly.cash[m] + 0.1 * monthly.cash[m + 1];
    panel.day.push_back(rotation_month_end(m) + 1);
  }
  return panel;
}

Failure refusal(const SectorPanel& panel, const TargetRule& rule, const TradingSettings& settings) {
  try {
    run_backtest(panel, rule, settings);
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "nothing was refused";
  return {};
}

TradingSettings trading(double rate, int lag) {
  TradingSettings settings;
  settings.cost_rate = rate;
  settings.trade_lag = lag;
  settings.place = {"study.toml", 7, 1};
  return settings;
}

TEST(Backtest, OnePurchase) {
  const auto result = run_backtest(two_sectors(0.01), at({0}, {{0.5, 0.25}}), trading(0.002, 1));
  // Decided at the end of month 0, bought at the price of month 1: the 10% are missed.
  EXPECT_EQ(result.first, 1);
  ASSERT_EQ(result.months(), 12);
  EXPECT_NEAR(result.gross[0], 0.5 * 0.2 + 0.25 * 0.01, 1e-15);
  EXPECT_DOUBLE_EQ(result.turnover[0], 0.375);
  EXPECT_DOUBLE_EQ(result.cost[0], 0.0015);
  EXPECT_NEAR(result.net[0], (1 + 0.1025) * (1 - 0.0015) - 1, 1e-15);
  EXPECT_TRUE(result.traded[0]);
  EXPECT_DOUBLE_EQ(result.weights(0, 0), 0.6 / 1.1025);
  EXPECT_DOUBLE_EQ(result.weights(0, 1), 0.25 / 1.1025);
  for (std::size_t i = 1; i < 12; ++i) {
    EXPECT_EQ(result.turnover[i], 0);
    EXPECT_EQ(result.cost[i], 0);
    EXPECT_FALSE(result.traded[i]);
    EXPECT_EQ(result.net[i], result.gross[i]);
  }
  EXPECT_NEAR(result.gross[1], (-0.125 + 0.2525 * 0.01) / 1.1025, 1e-15);
}

TEST(Backtest, AtTheSamePrices) {
  const auto result = run_backtest(two_sectors(), at({0}, {{1, 0}}), trading(0.001, 0));
  EXPECT_EQ(result.first, 0);
  ASSERT_EQ(result.months(), 13);
  EXPECT_NEAR(result.gross[0], 0.1, 1e-15);
  EXPECT_NEAR(result.gross[1], 0.2, 1e-15);
  EXPECT_NEAR(result.net[0], 1.1 * 0.999 - 1, 1e-15);
}

TEST(Backtest, Drift) {
  const auto result = run_backtest(two_sectors(), at({0, 2}, {{0.5, 0.5}}), trading(0, 0));
  EXPECT_DOUBLE_EQ(result.weights(0, 0), 0.55 / 1.05);
  EXPECT_NEAR(result.gross[1], 0.55 / 1.05 * 0.2, 1e-15);
  EXPECT_EQ(result.weights(1, 0), 0.5);  // put back at the end of month 2
  EXPECT_NEAR(result.gross[2], -0.25, 1e-15);
  EXPECT_DOUBLE_EQ(result.weights(2, 0), 0.5 / 0.75);
}

TEST(Backtest, TurnoverAndCosts) {
  const auto result = run_backtest(two_sectors(), at({0, 4}, {{1, 0}, {0, 1}}), trading(0.01, 0));
  EXPECT_DOUBLE_EQ(result.turnover[0], 0.5);  // from cash: one side only
  EXPECT_DOUBLE_EQ(result.cost[0], 0.01);
  EXPECT_DOUBLE_EQ(result.turnover[3], 1);  // all sold and all bought
  EXPECT_DOUBLE_EQ(result.cost[3], 0.02);
  EXPECT_NEAR(result.net[3], -0.02, 1e-15);
  EXPECT_EQ(result.gross[3], 0);
}

TEST(Backtest, Band) {
  auto settings = trading(0.01, 0);
  settings.no_trade_band = 0.6;
  const auto wide = run_backtest(two_sectors(), at({0, 1, 2}, {{0.5, 0.5}}), settings);
  EXPECT_DOUBLE_EQ(wide.turnover[0], 0.5);
  EXPECT_EQ(std::accumulate(wide.turnover.begin() + 1, wide.turnover.end(), 0.0), 0);
  // At the end of month 1 the first is 0.55 / 1.05 = 0.5238; of month 2 without a trade 0.66 / 1.16 = 0.569.
  settings.no_trade_band = 0.05;
  const auto narrow = run_backtest(two_sectors(), at({0, 1, 2}, {{0.5, 0.5}}), settings);
  EXPECT_TRUE(narrow.traded[0]);
  EXPECT_TRUE(narrow.traded[1]);
  EXPECT_DOUBLE_EQ(narrow.turnover[1], 0.66 / 1.16 - 0.5);
  // A weight exactly as far as the band is not farther.
  settings.no_trade_band = 0.5;
  const auto edge = run_backtest(two_sectors(), at({0, 4}, {{0.5, 0}, {0.5, 0.5}}), settings);
  EXPECT_EQ(edge.turnover[3], 0);
}

TEST(Backtest, CashAndShorts) {
  const auto result = run_backtest(two_sectors(0.01), at({0}, {{0.5, -0.5}}), trading(0, 0));
  // All of the wealth stays in cash.
  EXPECT_NEAR(result.gross[0], 0.01 + 0.05, 1e-15);
  EXPECT_DOUBLE_EQ(result.turnover[0], 0.5);
  const auto idle = run_backtest(two_sectors(0.01), at({0}, {{0, 0}}), trading(0.1, 0));
  EXPECT_NEAR(idle.net[5], 0.01, 1e-15);
  EXPECT_FALSE(idle.traded[0]);
  const auto borrowed = run_backtest(two_sectors(0.01), at({0}, {{2, 0}}), trading(0, 0));
  EXPECT_NEAR(borrowed.gross[0], 2 * 0.1 - 0.01, 1e-15);
}

TEST(Backtest, DailyGrid) {
  const auto panel = with_days_after(two_sectors(0.01));
  const auto result = run_backtest(panel, at({0, 1}, {{1, 0}, {0, 1}}), trading(0.001, 1));
  // Bought at 101 on the day after month 0, which ended at 100; month 1 ends at 110.
  EXPECT_EQ(result.first, 0);
  ASSERT_EQ(result.months(), 13);
  EXPECT_NEAR(result.gross[0], 110.0 / 101 - 1, 1e-15);
  EXPECT_DOUBLE_EQ(result.cost[0], 0.001);
  // Month 2: until the day after month 1 the first, 110 to 112.2, then the second, which earns nothing.
  EXPECT_NEAR(result.gross[1], 112.2 / 110 - 1, 1e-15);
  EXPECT_DOUBLE_EQ(result.turnover[1], 1);
  EXPECT_EQ(result.weights(0, 0), 1);
  EXPECT_EQ(result.weights(1, 1), 1);
  const auto same_day = run_backtest(panel, at({0}, {{1, 0}}), trading(0, 0));
  EXPECT_NEAR(same_day.gross[0], 0.1, 1e-15);
}

TEST(Backtest, SoldAtTheLastPrice) {
  auto price = prices_from(Matrix::Constant(14, 2, 0.1));
  price.col(1).tail(9).setConstant(kNone);  // the last is that of month 4
  auto panel = monthly_panel(price, 0.01);
  auto settings = trading(0.01, 0);
  settings.no_trade_band = 0.9;
  const auto result = run_backtest(panel, at({0}, {{0.5, 0.5}}), settings);
  EXPECT_NEAR(result.turnover[3], 0.25, 1e-15);
  EXPECT_NEAR(result.cost[3], 0.005, 1e-15);
  EXPECT_NEAR(result.weights(3, 0), 0.5, 1e-15);
  EXPECT_EQ(result.weights(3, 1), 0);
  EXPECT_NEAR(result.gross[4], 0.5 * 0.1 + 0.5 * 0.01, 1e-15);

  // Neither what ends now nor what has ended is bought.
  const auto late = run_backtest(panel, at({0, 4, 6}, {{1, 0}, {0.5, 0.5}, {0.5, 0.5}}), trading(0, 0));
  EXPECT_NEAR(late.weights(3, 0), 0.5, 1e-15);
  EXPECT_EQ(late.weights(3, 1), 0);
  EXPECT_EQ(late.weights(5, 1), 0);
  EXPECT_NEAR(late.gross[6], 0.05 + 0.005, 1e-15);

  // With a lag what was decided trades together with what ends.
  const auto lagged = run_backtest(panel, at({0, 3}, {{0.5, 0.5}, {1, 0}}), trading(0.01, 1));
  EXPECT_EQ(lagged.first, 1);
  EXPECT_NEAR(lagged.turnover[2], 0.5, 1e-15);
  EXPECT_NEAR(lagged.weights(2, 0), 1, 1e-15);

  // In the middle of a month, on a daily grid.
  auto days = with_days_after(monthly_panel(prices_from(Matrix::Constant(14, 2, 0.1)), 0.01));
  days.price.col(1).tail(27 - 10).setConstant(kNone);  // the last row is 9, the day after month 4
  days.month_price.col(1).tail(9).setConstant(kNone);
  const auto within = run_backtest(days, at({0}, {{0, 1}}), trading(0.01, 0));
  EXPECT_NEAR(within.gross[4], 1.01 * (1.01 / 1.001) - 1, 1e-12);
  EXPECT_NEAR(within.cost[4], 0.01, 1e-15);
  EXPECT_EQ(within.weights(4, 1), 0);
  EXPECT_NEAR(within.net[5], 0.01, 1e-14);
}

TEST(Backtest, HeldAtTheDecision) {
  std::vector<std::vector<double>> held_then;
  TargetRule rule = at({0, 1, 2}, {{1, 0}, {0, 1}, {0.5, 0.5}});
  const auto target = rule.target;
  rule.target = [&](Index m, std::span<const double> held, std::span<double> weights) {
    held_then.emplace_back(held.begin(), held.end());
    target(m, held, weights);
  };
  run_backtest(two_sectors(), rule, trading(0, 1));
  ASSERT_EQ(held_then.size(), 3u);
  EXPECT_THAT(held_then[0], testing::ElementsAre(0, 0));
  EXPECT_THAT(held_then[1], testing::ElementsAre(1, 0));  // bought at the very price
  EXPECT_THAT(held_then[2], testing::ElementsAre(0, 1));
  held_then.clear();
  run_backtest(two_sectors(), rule, trading(0, 0));
  EXPECT_THAT(held_then[1], testing::ElementsAre(1, 0));
}

TEST(Backtest, LastDecision) {
  bool asked = false;
  TargetRule rule{[](Index m) { return m == 0 || m == 13; },
                  [&](Index m, std::span<const double>, std::span<double> weights) {
                    asked = asked || m == 13;
                    weights[0] = m == 0 ? 1 : 0;
                    weights[1] = 1 - weights[0];
                  }};
  const auto lagged = run_backtest(two_sectors(), rule, trading(0.01, 1));
  EXPECT_FALSE(asked);  // there is no price to trade at
  EXPECT_EQ(lagged.turnover.back(), 0);
  const auto at_once = run_backtest(two_sectors(), rule, trading(0.01, 0));
  EXPECT_TRUE(asked);
  EXPECT_EQ(at_once.weights(12, 1), 1);
  EXPECT_NEAR(at_once.net.back(), -0.02, 1e-15);
}

TEST(Backtest, TwoTradesAMonth) {
  // The first purchase at the end of month 0 belongs to month 1, and so does what is traded at the end of month 1.
  const auto result = run_backtest(two_sectors(), at({0, 1}, {{1, 0}, {0, 1}}), trading(0.1, 0));
  EXPECT_DOUBLE_EQ(result.turnover[0], 1.5);
  EXPECT_DOUBLE_EQ(result.cost[0], 0.1 + 0.2);
  EXPECT_NEAR(result.net[0], 1.1 * 0.9 * 0.8 - 1, 1e-15);
}

TEST(Backtest, RefusesShortSamples) {
  const TargetRule never{[](Index) { return false; }, {}};
  EXPECT_EQ(refusal(two_sectors(), never, trading(0, 0)).code, ErrorCode::rotation_sample);
  EXPECT_EQ(refusal(two_sectors(), never, trading(0, 0)).what,
            "nothing is ever traded: no month has enough sectors with a score before the prices end");
  EXPECT_EQ(refusal(two_sectors(), at({13}, {{1, 0}}), trading(0, 1)).code, ErrorCode::rotation_sample);
  EXPECT_EQ(run_backtest(two_sectors(), at({0}, {{1, 0}}), trading(0, 1)).months(), 12);
  const auto eleven = refusal(two_sectors(), at({1}, {{1, 0}}), trading(0, 1));
  EXPECT_EQ(eleven.code, ErrorCode::rotation_sample);
  EXPECT_EQ(eleven.what, "a backtest needs 12 months of returns after the first trade: there are 11");
  EXPECT_EQ(eleven.place.line, 7);
}

TEST(Backtest, RefusesSettings) {
  const auto panel = two_sectors();
  const auto rule = at({0}, {{1, 0}});
  for (const double rate : {1.0, 1.5, -0.001, kNone, std::numeric_limits<double>::infinity()}) {
    const auto failure = refusal(panel, rule, trading(rate, 0));
    EXPECT_EQ(failure.code, ErrorCode::rotation_costs) << rate;
    EXPECT_THAT(failure.what, HasSubstr("costs must be from 0 to less than all (1) of the value traded: "));
    EXPECT_EQ(failure.place.line, 7);
  }
  auto settings = trading(0.001, 0);
  settings.no_trade_band = -0.1;
  EXPECT_EQ(refusal(panel, rule, settings).what, "the no-trade band must be 0 or more: -0.1");
  settings = trading(0.001, 2);
  EXPECT_THAT(refusal(panel, rule, settings).what, HasSubstr("(1): 2"));
}

TEST(Backtest, RefusesCostsOfAll) {
  const auto failure = refusal(two_sectors(), at({0, 1}, {{1, 0}, {0, 1}}), trading(0.5, 0));
  EXPECT_EQ(failure.code, ErrorCode::rotation_costs);
  EXPECT_EQ(failure.what,
            "a trade that costs all there is: 100.0% of the wealth at or after the end of 2000-02");
  EXPECT_EQ(failure.place.line, 7);
}

TEST(Backtest, RefusesUsedUpWealth) {
  const auto panel = monthly_panel(prices_from(Matrix::Zero(600, 2)));
  std::vector<Index> months(590);
  std::iota(months.begin(), months.end(), 0);
  std::vector<std::vector<double>> turns;
  for (std::size_t i = 0; i < months.size(); ++i)
    turns.push_back(i % 2 == 0 ? std::vector<double>{1, 0} : std::vector<double>{0, 1});
  const auto failure = refusal(panel, at(months, turns), trading(0.4, 0));
  EXPECT_EQ(failure.code, ErrorCode::rotation_costs);
  EXPECT_THAT(failure.what, HasSubstr("costs have used up all the portfolio had by the end of 20"));
  EXPECT_EQ(failure.place.line, 7);
  const auto falling = monthly_panel(prices_from(Matrix::Constant(600, 2, -0.5)));
  EXPECT_EQ(refusal(falling, at({0}, {{1, 0}}), trading(0, 0)).code, ErrorCode::rotation_bankrupt);
}

TEST(Backtest, RoundingOwesNothing) {
  const auto panel = monthly_panel(prices_from(noise(3, 40, 10, 0.01)), 100);
  const std::vector<double> tenths(10, 0.1);
  for (const double one : run_backtest(panel, at({0}, {tenths}), trading(0, 0)).net)
    EXPECT_LT(std::fabs(one), 0.05);
}

TEST(Backtest, DearCash) {
  const auto panel = monthly_panel(prices_from(Matrix::Zero(14, 2)), 2);
  const auto failure = refusal(panel, at({0}, {{1, 0.5}}), trading(0, 0));
  EXPECT_EQ(failure.code, ErrorCode::rotation_bankrupt);
  EXPECT_EQ(failure.what, "the portfolio loses all it has in 2000-02 to what it owes in cash");
}

TEST(Backtest, RefusesBankruptcy) {
  Matrix returns = Matrix::Zero(14, 2);
  returns(5, 0) = 1.5;
  auto panel = monthly_panel(prices_from(returns));
  const auto failure = refusal(panel, at({0}, {{-1, 0}}), trading(0, 0));
  EXPECT_EQ(failure.code, ErrorCode::rotation_bankrupt);
  EXPECT_EQ(failure.what, "the portfolio loses all it has in 2000-06");
  EXPECT_EQ(failure.place.line, 7);
  EXPECT_LT(run_backtest(panel, at({0}, {{-0.5, 0.5}}), trading(0, 0)).net[4], -0.7);

  // Within a month, though the price is back at its end: who has nothing left does not get there.
  auto days = with_days_after(monthly_panel(prices_from(Matrix::Zero(14, 2))));
  days.price(9, 0) = 250;
  EXPECT_EQ(refusal(days, at({0}, {{-1, 0}}), trading(0, 0)).code, ErrorCode::rotation_bankrupt);
  days.price(9, 0) = 30;
  EXPECT_EQ(refusal(days, at({0}, {{2, 0}}), trading(0, 0)).code, ErrorCode::rotation_bankrupt);
  EXPECT_EQ(run_backtest(days, at({0}, {{1, 0}}), trading(0, 0)).net[4], 0);
}

TEST(Backtest, RefusesEndlessGrowth) {
  auto price = prices_from(Matrix::Zero(14, 2));
  price(3, 0) = 1e-300;
  price(4, 0) = 1e300;
  const auto failure = refusal(monthly_panel(price), at({0}, {{0.5, 0.5}}), trading(0, 0));
  EXPECT_EQ(failure.code, ErrorCode::rotation_prices);
  EXPECT_EQ(failure.what, "prices that grow beyond all numbers in 2000-05");
}

TEST(Backtest, Fast) {
  const auto panel = simulated_panel(5, 758, 12);
  const TargetRule rule{[](Index) { return true; },
                        [](Index m, std::span<const double>, std::span<double> weights) {
                          std::fill(weights.begin(), weights.end(), 0.0);
                          for (Index i = 0; i < 3; ++i)
                            weights[static_cast<std::size_t>((m + 5 * i) % 12)] = 1.0 / 3;
                        }};
  double best = 1, sum = 0;
  for (int i = 0; i < 20; ++i) {
    const auto begin = std::chrono::steady_clock::now();
    sum += run_backtest(panel, rule, trading(0.001, 1)).net.back();
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }
  EXPECT_TRUE(std::isfinite(sum));
  std::printf("  12 sectors, 758 months: %.3f ms\n", 1000 * best);
  EXPECT_LT(best, 0.01);  // far more than it takes, for slow machines and debug builds
}

}  // namespace
}  // namespace rerate

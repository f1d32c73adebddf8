// Behaviour -> test
//   shares and money of one purchase by hand                                     -> OnePurchase
//   wealth from trades is wealth from returns less costs, whatever is traded     -> AccountingIdentity
//   net is gross less the costs of the month's trades                            -> NetOfGross
//   holdings cumulated from trades are the weights                               -> HoldingsAreTheWeights
//   turnover is half of what weights change by                                   -> TurnoverOfWeights
//   refuses what the backtest refuses                                            -> Refuses
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <deque>
#include <set>

#include "rerate/rotation/backtest.h"
#include "rerate/rotation/rotation_for_test.h"

namespace rerate {
namespace {

constexpr int kCases = 400;

// A market made of random choices: grid, sectors that join and leave, cash, weights with shorts and cash, costs, band, lag.
class RandomMarket {
 public:
  explicit RandomMarket(int number) : random_(31, static_cast<std::uint64_t>(number)) {
    const bool daily = below(2) == 1;
    const Index sectors = 2 + below(5), months = 14 + below(40);
    SectorPanelQuestion question;
    question.as_of = kEndOfTime;
    for (Index i = 0; i < sectors; ++i) {
      const bool stays = i < 2 || below(2) == 0;
      const Index joins = stays ? 0 : below(months / 2), leaves = stays ? months : joins + 1 + below(months);
      series_.push_back(daily ? days(joins, std::min(leaves, months))
                              : ends(joins, std::min(leaves, months)));
      question.sectors.push_back({"s" + std::to_string(i), "", &series_.back(), {}});
    }
    if (below(2) == 1) {
      series_.push_back(monthly_figures("bill", interest(months)));
      series_.back().type.kind = Kind::return_;
      question.cash = &series_.back();
    }
    panel_ = sector_panel(question);
    settings_.trade_lag = static_cast<int>(below(2));
    settings_.cost_rate = below(3) == 0 ? 0 : 0.02 * unit();
    settings_.no_trade_band = below(2) == 0 ? 0 : 0.2 * unit();
    if (below(2) == 0) {
      settings_.impact_coefficient = 2 * unit();
      settings_.capital = 1e6;
      for (Index i = 0; i < sectors; ++i) settings_.volume.push_back(1e7 * (0.1 + unit()));
    }
    shorts_ = below(2) == 1 ? 0.45 : 0;
    every_ = 1 + below(4);
  }

  const SectorPanel& panel() const { return panel_; }
  const TradingSettings& settings() const { return settings_; }
  TargetRule rule() const {
    return {[this](Index m) { return m % every_ == 0; },
            [this](Index m, std::span<const double> held, std::span<double> weights) {
              for (std::size_t i = 0; i < weights.size(); ++i) {
                const auto at = static_cast<std::uint64_t>(m) * 16 + i;
                const double drawn = RandomStream(7, 3).uniform(at);
                weights[i] = panel_.member(m, static_cast<Index>(i)) && drawn > 0.3
                                 ? 0.1 * held[i] + (drawn - shorts_) / static_cast<double>(weights.size())
                                 : 0;
              }
            }};
  }

 private:
  double unit() { return random_.uniform(next_++); }
  Index below(Index count) {
    return static_cast<Index>(random_.below(next_++, static_cast<std::uint64_t>(count)));
  }
  std::vector<double> interest(Index months) {
    std::vector<double> figures;
    for (Index m = 0; m < months; ++m) figures.push_back(unit() - 0.1);
    return figures;
  }
  Series empty(Frequency frequency) {
    Series series;
    series.name = "price";
    series.type = {frequency, Kind::total_return_index, "index"};
    return series;
  }
  Series ends(Index from, Index to) {
    auto series = empty(Frequency::monthly);
    double price = 10 + 100 * unit();
    for (Index m = from; m < to; ++m, price *= 0.9 + 0.21 * unit())
      series.append(kFirstRotationMonth + static_cast<std::int32_t>(m), price, rotation_month_end(m));
    return series;
  }
  // Four prices a month, the last on its last day; a life ends after any of them.
  Series days(Index from, Index to) {
    auto series = empty(Frequency::daily);
    double price = 10 + 100 * unit();
    for (Index m = from; m < to; ++m)
      for (int back = 3; back >= 0; --back, price *= 0.95 + 0.105 * unit())
        series.append((rotation_month_end(m) - 5 * back).days, price, rotation_month_end(m) - 5 * back);
    for (Index gone = to < 14 ? below(4) : 0; gone > 0; --gone) {
      series.ordinal.pop_back(), series.value.pop_back(), series.known_at.pop_back();
    }
    return series;
  }

  RandomStream random_;
  std::uint64_t next_ = 0;
  std::deque<Series> series_;
  SectorPanel panel_;
  TradingSettings settings_;
  double shorts_ = 0;
  Index every_ = 1;
};

// Month whose returns row `row` of the grid belongs to, as a row of the backtest.
Index month_of(const SectorPanel& panel, const Backtest& backtest, Index row) {
  Index m = 0;
  while (panel.row[static_cast<std::size_t>(m)] < row) ++m;
  return std::max<Index>(m - backtest.first - 1, 0);
}

TEST(TradeBook, OnePurchase) {
  Matrix price = Matrix::Constant(14, 2, 50);
  price.col(0).tail(12).setConstant(60);
  const auto panel = monthly_panel(price, 0.01);
  TradingSettings settings;
  settings.cost_rate = 0.01;
  settings.trade_lag = 0;
  const TargetRule rule{[](Index m) { return m == 0; },
                        [](Index, std::span<const double>, std::span<double> weights) { weights[0] = 0.5; }};
  const auto book = trade_book(panel, rule, settings);
  ASSERT_EQ(book.trades.size(), 1u);
  EXPECT_EQ(book.trades[0].row, 0);
  EXPECT_EQ(book.trades[0].sector, 0);
  EXPECT_DOUBLE_EQ(book.trades[0].cost, 0.005);
  EXPECT_DOUBLE_EQ(book.trades[0].units, 0.5 * 0.995 / 50);
  EXPECT_EQ(book.trades[0].price, 50);
  ASSERT_EQ(book.wealth.size(), 13u);
  EXPECT_DOUBLE_EQ(book.wealth[0], 0.4975 + 0.4975 * 1.01);
  EXPECT_DOUBLE_EQ(book.wealth[1], 0.4975 * 1.2 + 0.4975 * 1.01 * 1.01);
}

TEST(TradeBook, AccountingIdentity) {
  double farthest = 0;
  std::size_t trades = 0, shorts = 0, ended = 0;
  for (int number = 0; number < kCases; ++number) {
    const RandomMarket market(number);
    const auto backtest = run_backtest(market.panel(), market.rule(), market.settings());
    const auto book = trade_book(market.panel(), market.rule(), market.settings());
    ASSERT_EQ(static_cast<Index>(book.wealth.size()), backtest.months());
    double wealth = 1;
    for (std::size_t i = 0; i < book.wealth.size(); ++i) {
      wealth *= 1 + backtest.net[i];
      farthest = std::max(farthest, std::fabs(wealth / book.wealth[i] - 1));
      ASSERT_NEAR(wealth / book.wealth[i], 1, 1e-12) << "case " << number << ", month " << i;
    }
    trades += book.trades.size();
    shorts += backtest.weights.minCoeff() < -0.01 ? 1 : 0;
    ended += market.panel().members(market.panel().months() - 1) < market.panel().sectors() ? 1 : 0;
  }
  EXPECT_GT(trades, 10'000u);
  EXPECT_GT(shorts, 50u);
  EXPECT_GT(ended, 50u);
  std::printf("  %zu trades, largest relative difference %.1e\n", trades, farthest);
}

TEST(TradeBook, NetOfGross) {
  std::size_t compared = 0, several = 0;
  for (int number = 0; number < kCases; ++number) {
    const RandomMarket market(number);
    const auto backtest = run_backtest(market.panel(), market.rule(), market.settings());
    const auto book = trade_book(market.panel(), market.rule(), market.settings());
    const bool costs = market.settings().cost_rate > 0;
    std::vector<std::set<Index>> rows(static_cast<std::size_t>(backtest.months()));
    std::vector<double> paid(rows.size(), 0);
    for (const auto& trade : book.trades) {
      const auto month = static_cast<std::size_t>(month_of(market.panel(), backtest, trade.row));
      rows[month].insert(trade.row);
      paid[month] += trade.cost;
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      EXPECT_EQ(backtest.traded[i], !rows[i].empty()) << "case " << number << ", month " << i;
      EXPECT_TRUE(backtest.cost[i] > 0 ? backtest.traded[i] : !costs || !backtest.traded[i])
          << "case " << number;
      several += rows[i].size() > 1 ? 1 : 0;
      if (rows[i].size() > 1) continue;
      EXPECT_NEAR(1 + backtest.net[i], (1 + backtest.gross[i]) * (1 - backtest.cost[i]), 1e-15);
      // Without a cost in money no cost in returns, and the other way round.
      EXPECT_EQ(paid[i] > 0, backtest.cost[i] > 0);
      ++compared;
    }
  }
  EXPECT_GT(compared, 5'000u);
  EXPECT_GT(several, 50u);
}

TEST(TradeBook, HoldingsAreTheWeights) {
  for (int number = 0; number < kCases; ++number) {
    const RandomMarket market(number);
    const auto& panel = market.panel();
    const auto backtest = run_backtest(panel, market.rule(), market.settings());
    const auto book = trade_book(panel, market.rule(), market.settings());
    std::vector<double> units(static_cast<std::size_t>(panel.sectors()), 0);
    std::size_t next = 0;
    for (Index i = 0; i < backtest.months(); ++i) {
      const Index m = backtest.first + 1 + i, row = panel.row[static_cast<std::size_t>(m)];
      for (; next < book.trades.size() && book.trades[next].row <= row; ++next)
        units[static_cast<std::size_t>(book.trades[next].sector)] += book.trades[next].units;
      for (Index j = 0; j < panel.sectors(); ++j) {
        const double held = units[static_cast<std::size_t>(j)] * panel.price(row, j) /
                            book.wealth[static_cast<std::size_t>(i)];
        if (panel.member(m, j))
          ASSERT_NEAR(backtest.weights(i, j), held, 1e-12) << "case " << number;
        else
          ASSERT_EQ(backtest.weights(i, j), 0) << "case " << number;
      }
    }
  }
}

// Without costs what is bought and sold for is what weights change by, in money.
TEST(TradeBook, TurnoverOfWeights) {
  std::size_t compared = 0;
  for (int number = 0; number < kCases; ++number) {
    const RandomMarket market(number);
    TradingSettings free;
    free.cost_rate = 0;
    free.trade_lag = market.settings().trade_lag;
    const auto& panel = market.panel();
    const auto backtest = run_backtest(panel, market.rule(), free);
    const auto book = trade_book(panel, market.rule(), free);
    std::vector<double> traded(static_cast<std::size_t>(backtest.months()), 0);
    for (const auto& trade : book.trades) {
      const Index i = month_of(panel, backtest, trade.row);
      // Wealth at the trade: at the month's end, or before anything was earned.
      const Index end = panel.row[static_cast<std::size_t>(backtest.first + 1 + i)];
      if (trade.row != end) traded[static_cast<std::size_t>(i)] = kNone;
      traded[static_cast<std::size_t>(i)] +=
          std::fabs(trade.units * trade.price) / book.wealth[static_cast<std::size_t>(i)] / 2;
    }
    for (std::size_t i = 0; i < traded.size(); ++i) {
      if (std::isnan(traded[i])) continue;
      EXPECT_NEAR(backtest.turnover[i], traded[i], 1e-12);
      ++compared;
    }
  }
  EXPECT_GT(compared, 3'000u);
}

TEST(TradeBook, Refuses) {
  const auto panel = simulated_panel(1, 14, 2);
  const TargetRule never{[](Index) { return false; }, {}};
  TradingSettings settings;
  EXPECT_THROW(trade_book(panel, never, settings), UserError);
  settings.cost_rate = 1;
  const TargetRule all{[](Index) { return true; },
                       [](Index, std::span<const double>, std::span<double> weights) { weights[0] = 1; }};
  EXPECT_THROW(trade_book(panel, all, settings), UserError);
}

}  // namespace
}  // namespace rerate

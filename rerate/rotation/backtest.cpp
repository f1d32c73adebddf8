#include "rerate/rotation/backtest.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/rotation/trading_timeline.h"

namespace rerate {
namespace {

constexpr Index kLeastMonths = 12;
constexpr double kNothingLeft = 1e-100, kNothingLeftOfAMonth = 1e-15;

// Holdings as weights of wealth, and what a month's growth and costs come to.
class WeightAccount {
 public:
  WeightAccount(const SectorPanel& panel, const TradingSettings& settings, Backtest& backtest)
      : panel_(panel),
        settings_(settings),
        backtest_(backtest),
        weight_(static_cast<std::size_t>(panel.sectors()), 0) {}

  std::span<const double> weights() const { return weight_; }

  bool borrows() const {
    return cash_ < 0 || std::any_of(weight_.begin(), weight_.end(), [](double one) { return one < 0; });
  }

  void begin(Index first, Index months) {
    backtest_.first = first;
    const auto count = static_cast<std::size_t>(months);
    for (auto* figures : {&backtest_.gross, &backtest_.net, &backtest_.turnover, &backtest_.cost})
      figures->reserve(count);
    backtest_.traded.reserve(count);
    backtest_.weights.resize(months, panel_.sectors());
    begun_ = true;
  }

  void grow(Index from, Index to) {
    double sum = cash_ *= panel_.cash[to] / panel_.cash[from];
    for (std::size_t i = 0; i < weight_.size(); ++i) {
      if (weight_[i] == 0) continue;
      const auto sector = static_cast<Index>(i);
      sum += weight_[i] *= panel_.price(to, sector) / panel_.price(from, sector);
    }
    check_growth(panel_, to, sum, cash_, settings_.place);
    for (double& one : weight_) one /= sum;
    cash_ /= sum;
    growth_ *= sum;
  }

  void trade(Index, std::span<const double> after, double cost, std::span<const double>) {
    cash_ = 1;
    for (std::size_t i = 0; i < weight_.size(); ++i) {
      turnover_ += std::fabs(after[i] - weight_[i]) / 2;
      weight_[i] = after[i];
      cash_ -= after[i];
    }
    cash_ = money_left(cash_);
    cost_ += cost;
    kept_ *= 1 - cost;
    traded_ = true;
  }

  void close_month() {
    const auto row = static_cast<Index>(backtest_.net.size());
    check_wealth(row);
    backtest_.gross.push_back(growth_ - 1);
    backtest_.net.push_back(growth_ * kept_ - 1);
    backtest_.turnover.push_back(turnover_);
    backtest_.cost.push_back(cost_);
    backtest_.traded.push_back(traded_);
    for (std::size_t i = 0; i < weight_.size(); ++i)
      backtest_.weights(row, static_cast<Index>(i)) = weight_[i];
    growth_ = kept_ = 1;
    turnover_ = cost_ = 0;
    traded_ = false;
  }

  Index months() const { return begun_ ? backtest_.months() : -1; }

 private:
  // Losses by and by, of which none is of all there is.
  void check_wealth(Index row) {
    gross_wealth_ *= growth_;
    wealth_ *= growth_ * kept_;
    if (wealth_ >= kNothingLeft && growth_ * kept_ >= kNothingLeftOfAMonth) return;
    const auto month = to_string(
        Period{Frequency::monthly, panel_.month[static_cast<std::size_t>(backtest_.first + 1 + row)]});
    if (gross_wealth_ < kNothingLeft || growth_ < kNothingLeftOfAMonth)
      refuse(ErrorCode::rotation_bankrupt,
             fmt::format("the portfolio has lost all it had by the end of {}", month), {}, settings_.place);
    refuse(ErrorCode::rotation_costs,
           fmt::format("costs have used up all the portfolio had by the end of {}", month),
           "Lower the costs, or trade less.", settings_.place);
  }

  const SectorPanel& panel_;
  const TradingSettings& settings_;
  Backtest& backtest_;
  std::vector<double> weight_;
  double cash_ = 1;
  double wealth_ = 1, gross_wealth_ = 1;
  double growth_ = 1, kept_ = 1, turnover_ = 0, cost_ = 0;  // of the month so far
  bool traded_ = false, begun_ = false;
};

std::string month_of_row(const SectorPanel& panel, Index row) {
  return to_string(period_of(Frequency::monthly, panel.day[static_cast<std::size_t>(row)]));
}

}  // namespace

void check_months_of_returns(Index months, const Place& place) {
  if (months < 0)
    refuse(ErrorCode::rotation_sample,
           "nothing is ever traded: no month has enough sectors with a score before the prices end", {},
           place);
  if (months < kLeastMonths)
    refuse(ErrorCode::rotation_sample,
           fmt::format("a backtest needs {} months of returns after the first trade: there are {}",
                       kLeastMonths, months),
           {}, place);
}

void check_growth(const SectorPanel& panel, Index row, double growth, double cash, const Place& place) {
  if (!(growth > 0) && cash < 0 && growth - cash > 0)
    refuse(
        ErrorCode::rotation_bankrupt,
        fmt::format("the portfolio loses all it has in {} to what it owes in cash", month_of_row(panel, row)),
        "Look at what `cash` earns: who owes cash pays it.", place);
  if (!(growth > 0))
    refuse(ErrorCode::rotation_bankrupt,
           fmt::format("the portfolio loses all it has in {}", month_of_row(panel, row)), {}, place);
  if (std::isinf(growth))
    refuse(ErrorCode::rotation_prices,
           fmt::format("prices that grow beyond all numbers in {}", month_of_row(panel, row)), {}, place);
}

Backtest run_backtest(const SectorPanel& panel, const TargetRule& rule, const TradingSettings& settings) {
  Backtest backtest;
  WeightAccount account(panel, settings, backtest);
  TradingTimeline(panel, rule, settings, account).run();
  check_months_of_returns(account.months(), settings.place);
  return backtest;
}

}  // namespace rerate

#include <algorithm>
#include <cmath>

#include "rerate/rotation/trading_timeline.h"

namespace rerate {
namespace {

// Holdings as units and money: bought and sold at prices, valued at prices.
class UnitAccount {
 public:
  UnitAccount(const SectorPanel& panel, const TradingSettings& settings, TradeBook& book)
      : panel_(panel),
        settings_(settings),
        book_(book),
        units_(static_cast<std::size_t>(panel.sectors()), 0),
        weight_(units_.size(), 0) {}

  std::span<const double> weights() const { return weight_; }

  bool borrows() const {
    return money_ < 0 || std::any_of(units_.begin(), units_.end(), [](double one) { return one < 0; });
  }

  void begin(Index, Index months) {
    book_.wealth.reserve(static_cast<std::size_t>(months));
    begun_ = true;
  }

  void grow(Index from, Index to) {
    money_ *= panel_.cash[to] / panel_.cash[from];
    const double before = wealth_;
    wealth_ = money_;
    for (std::size_t i = 0; i < units_.size(); ++i)
      if (units_[i] != 0) wealth_ += units_[i] * panel_.price(to, static_cast<Index>(i));
    check_growth(panel_, to, wealth_ / before, money_ / before, settings_.place);
    value_at(to);
  }

  void trade(Index row, std::span<const double> after, double cost, std::span<const double> by_sector) {
    const double left = wealth_ * (1 - cost);
    for (std::size_t i = 0; i < units_.size(); ++i) {
      if (after[i] == 0 && units_[i] == 0) continue;
      const double price = panel_.price(row, static_cast<Index>(i));
      const double bought = after[i] * left / price - units_[i];
      money_ -= bought * price + by_sector[i] * wealth_;
      units_[i] += bought;
      if (after[i] == 0) units_[i] = 0;
      book_.trades.push_back({row, static_cast<Index>(i), bought, price, by_sector[i] * wealth_});
    }
    money_ = left * money_left(money_ / left);
    wealth_ = money_;
    for (std::size_t i = 0; i < units_.size(); ++i)
      if (units_[i] != 0) wealth_ += units_[i] * panel_.price(row, static_cast<Index>(i));
    value_at(row);
  }

  void close_month() { book_.wealth.push_back(wealth_); }

  Index months() const { return begun_ ? static_cast<Index>(book_.wealth.size()) : -1; }

 private:
  void value_at(Index row) {
    for (std::size_t i = 0; i < units_.size(); ++i)
      weight_[i] = units_[i] == 0 ? 0 : units_[i] * panel_.price(row, static_cast<Index>(i)) / wealth_;
  }

  const SectorPanel& panel_;
  const TradingSettings& settings_;
  TradeBook& book_;
  std::vector<double> units_, weight_;
  double money_ = 1, wealth_ = 1;
  bool begun_ = false;
};

}  // namespace

TradeBook trade_book(const SectorPanel& panel, const TargetRule& rule, const TradingSettings& settings) {
  TradeBook book;
  UnitAccount account(panel, settings, book);
  TradingTimeline(panel, rule, settings, account).run();
  check_months_of_returns(account.months(), settings.place);
  return book;
}

}  // namespace rerate

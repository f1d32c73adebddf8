#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include "rerate/rotation/backtest.h"
#include "rerate/rotation/trading_costs.h"

namespace rerate {

// What happens when: decisions at the ends of months, their trades a lag later, sales of sectors whose prices end, and the
// closing of months between. Who holds what, and how that is counted, is the account's:
//
//   void grow(Index from, Index to)                        holdings and cash move from one row's prices to another's; throws when
//                                                          nothing is left
//   std::span<const double> weights()                      as they have drifted
//   bool borrows() const                                   whether a loss could be larger than all there is
//   void begin(Index first, Index months)                  all in cash, wealth 1; so many months of returns will follow
//   void trade(Index row, span after, double cost, span by_sector)   weights become `after`; costs in parts of the wealth before
//   void close_month()                                     a month with its trades is complete
template <class Account>
class TradingTimeline {
 public:
  TradingTimeline(const SectorPanel& panel, const TargetRule& rule, const TradingSettings& settings,
                  Account& account)
      : panel_(panel),
        rule_(rule),
        settings_(settings),
        costs_(panel, settings),
        account_(account),
        sectors_(static_cast<std::size_t>(panel.sectors())),
        target_(sectors_),
        after_(sectors_),
        cost_(sectors_),
        ends_(sectors_, kNever) {
    for (Index i = 0; i < panel.sectors(); ++i) {
      Index last = panel.price.rows() - 1;
      while (last >= 0 && std::isnan(panel.price(last, i))) --last;
      if (last + 1 < panel.price.rows()) ends_[static_cast<std::size_t>(i)] = last;
    }
  }

  void run() {
    for (month_ = 0; month_ < panel_.months(); ++month_) {
      const Index row = panel_.row[static_cast<std::size_t>(month_)];
      go_to(row);
      if (settings_.trade_lag == 0) decide(row);
      settle();
      if (settings_.trade_lag == 1) decide(row);
      if (started_ && month_ > first_) account_.close_month();
    }
  }

 private:
  static constexpr Index kNever = -1;

  // Everything before `row`, and up to its prices.
  void go_to(Index row) {
    if (!started_ && due_ == kNever) {
      at_ = row;
      return;
    }
    while (at_ < row) {
      const Index next = next_event(row);
      if (started_) grow_to(next);
      at_ = next;
      if (at_ < row) settle();
    }
  }

  Index next_event(Index row) const {
    Index next = due_ > at_ ? std::min(row, due_) : row;
    const auto held = account_.weights();
    for (std::size_t i = 0; i < sectors_; ++i)
      if (held[i] != 0 && ends_[i] > at_) next = std::min(next, ends_[i]);
    return next;
  }

  void grow_to(Index next) {
    if (account_.borrows())
      for (Index row = at_; row < next; ++row) account_.grow(row, row + 1);
    else
      account_.grow(at_, next);
  }

  void decide(Index row) {
    const Index trade = row + settings_.trade_lag;
    if (trade >= panel_.price.rows() || !rule_.decides(month_)) return;
    rule_.target(month_, account_.weights(), target_);
    due_ = trade;
  }

  // Trades that fall on this row: what was decided, and what must be sold at its last price.
  void settle() {
    const bool due = due_ == at_, first = due && !started_;
    if (first) begin();
    if (!started_) return;
    if (due) due_ = kNever;
    const auto held = account_.weights();
    const bool towards_target = due && (first || is_outside_band(held));
    bool any = false;
    for (std::size_t i = 0; i < sectors_; ++i) {
      after_[i] = !can_be_held(i) ? 0 : towards_target ? target_[i] : held[i];
      any = any || after_[i] != held[i];
    }
    if (!any) return;
    const double cost = costs_.find(last_ended(), held, after_, cost_);
    account_.trade(at_, after_, cost, cost_);
  }

  void begin() {
    started_ = true;
    first_ = last_ended();
    account_.begin(first_, panel_.months() - 1 - first_);
  }

  bool is_outside_band(std::span<const double> held) const {
    for (std::size_t i = 0; i < sectors_; ++i)
      if (can_be_held(i) && std::fabs(target_[i] - held[i]) > settings_.no_trade_band) return true;
    return false;
  }

  // Has a price, and will have another.
  bool can_be_held(std::size_t i) const {
    return (ends_[i] == kNever || at_ < ends_[i]) && !std::isnan(panel_.price(at_, static_cast<Index>(i)));
  }

  // While months are gone through, month_ ends at or after this row.
  Index last_ended() const {
    return panel_.row[static_cast<std::size_t>(month_)] == at_ ? month_ : month_ - 1;
  }

  const SectorPanel& panel_;
  const TargetRule& rule_;
  const TradingSettings& settings_;
  TradingCosts costs_;
  Account& account_;
  std::size_t sectors_;
  std::vector<double> target_, after_, cost_;
  std::vector<Index> ends_;  // row of the last price, when there are rows after it
  Index at_ = 0, month_ = 0, first_ = 0, due_ = kNever;
  bool started_ = false;
};

// Throws UserError rotation_sample unless a year of returns follows the first trade; -1: nothing was ever traded.
void check_months_of_returns(Index months, const Place& place);
// Throws UserError rotation_bankrupt or rotation_prices when what has become of 1 by this row is no positive number; `cash` is the
// part of it that is cash, owed where it is below 0.
void check_growth(const SectorPanel& panel, Index row, double growth, double cash, const Place& place);
// Cash after a trade, in parts of the wealth: what rounding leaves of it is neither kept nor owed, as it would grow like both.
inline double money_left(double cash) {
  constexpr double kRounding = 1e-13;
  return std::fabs(cash) <= kRounding ? 0 : cash;
}

}  // namespace rerate

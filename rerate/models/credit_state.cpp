#include "rerate/models/credit_state.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/events/forward_returns.h"
#include "rerate/models/curve_recessions.h"
#include "rerate/statistics/circular_shift.h"
#include "rerate/statistics/order_statistics.h"

namespace rerate {
namespace {

constexpr int kAhead = 12, kChange = 3;  // months

void check(const CreditThresholds& thresholds, std::string_view state, const Place& place) {
  const auto& percentile = thresholds.percentile;
  if (percentile && !(*percentile >= 0 && *percentile <= 100))
    refuse(
        ErrorCode::credit_rule,
        fmt::format("the percentile of `{}` must be between 0 and 100, not {}", state, shortest(*percentile)),
        {}, place);
  if (thresholds.change_3m && !std::isfinite(*thresholds.change_3m))
    refuse(ErrorCode::credit_rule, fmt::format("`change_3m` of `{}` must be a finite number", state), {},
           place);
}

void check_below(std::string_view what, std::optional<double> watch, std::optional<double> stress,
                 const Place& place) {
  if (!watch || !stress || *watch < *stress) return;
  refuse(ErrorCode::credit_rule,
         fmt::format("the {} of `watch` ({}) must be below that of `stress` ({})", what, shortest(*watch),
                     shortest(*stress)),
         {}, place);
}

bool is_empty(const CreditStateRule::Condition& condition) {
  const auto* thresholds = std::get_if<CreditThresholds>(&condition);
  return thresholds && !thresholds->percentile && !thresholds->change_3m;
}

// What a condition says: whether it holds, and when that could be told.
struct Verdict {
  bool holds = false;
  Date known = kAlwaysKnown;
};

std::optional<Verdict> verdict(const Series& indicator, const SpreadHistory& history, std::size_t i) {
  const auto at = indicator.find(history.ordinal[i]);
  if (!at || std::isnan(indicator.value[*at])) return std::nullopt;
  return Verdict{indicator.value[*at] != 0, indicator.first_known(*at)};
}

// A comparison with a missing change is false.
std::optional<Verdict> verdict(const CreditThresholds& thresholds, const SpreadHistory& history,
                               std::size_t i) {
  const bool high =
      thresholds.percentile && percentile_among(history.value[i], history.up_to(i)) >= *thresholds.percentile;
  const bool rising = thresholds.change_3m && change_over(history, i, kChange) >= *thresholds.change_3m;
  return Verdict{high || rising, history.known[i]};
}

std::optional<Verdict> verdict(const CreditStateRule::Condition& condition, const SpreadHistory& history,
                               std::size_t i) {
  if (const auto* indicator = std::get_if<const Series*>(&condition)) return verdict(**indicator, history, i);
  return verdict(std::get<CreditThresholds>(condition), history, i);
}

std::optional<CreditStateAt> state_at(const SpreadHistory& history, const CreditStateRule& rule,
                                      std::size_t i) {
  const auto stress = verdict(rule.stress, history, i), watch = verdict(rule.watch, history, i);
  if (!stress || !watch) return std::nullopt;
  const auto state = stress->holds  ? CreditState::stress
                     : watch->holds ? CreditState::watch
                                    : CreditState::all_clear;
  return CreditStateAt{i, std::max({history.known[i], stress->known, watch->known}), state};
}

// Percent of the judged months that a recession followed within kAhead months.
void count_recessions(const SpreadHistory& history, const std::vector<CreditStateAt>& states,
                      const Series& recession, StateRecords& records) {
  if (recession.empty()) return;
  const auto last_told = recession.ordinal.back() - whole_months(kAnnouncementDelay).value();
  int followed[kCreditStates] = {}, all = 0;
  for (const auto& one : states) {
    const auto month = period_of(Frequency::monthly, history.day[one.at]).ordinal;
    if (month + kAhead > last_told || month < recession.ordinal.front()) continue;
    bool met = false;
    for (auto ahead = month + 1; ahead <= month + kAhead; ++ahead)
      if (const auto at = recession.find(ahead)) met = met || recession.value[*at] == 1;
    const auto state = static_cast<std::size_t>(one.state);
    ++records.by_state[state].judged;
    followed[state] += met;
    ++records.all.judged;
    all += met;
  }
  const auto set_share = [](StateRecord& record, int met) {
    if (record.judged > 0) record.recession_share = 100.0 * met / record.judged;
  };
  for (std::size_t state = 0; state < kCreditStates; ++state)
    set_share(records.by_state[state], followed[state]);
  set_share(records.all, all);
}

void summarise(std::vector<double> returns, StateRecord& record) {
  record.windows = static_cast<int>(returns.size());
  if (returns.empty()) return;
  double sum = 0, above = 0;
  for (const double one : returns) {
    sum += one;
    above += one > 0;
  }
  const auto n = static_cast<double>(returns.size());
  record.mean = sum / n;
  record.positive = 100 * above / n;
  record.median = median(std::move(returns));
}

// Where on the sample of windows the months of a state enter: the first price made once the state was known.
std::vector<std::int32_t> entries_of(const std::vector<CreditStateAt>& states, CreditState wanted,
                                     const PriceGrid& grid, const ForwardWindows& windows) {
  std::vector<std::int32_t> entries;
  for (const auto& one : states) {
    if (one.state != wanted) continue;
    const auto entry = grid.asset.find_at_or_after(first_priced_from(grid.frequency(), one.known));
    if (!entry || !windows.in_sample(*entry)) continue;
    const auto at = static_cast<std::int32_t>(*entry - windows.first());
    if (entries.empty() || at > entries.back()) entries.push_back(at);
  }
  return entries;
}

void count_returns(const std::vector<CreditStateAt>& states, const AfterStates& after,
                   StateRecords& records) {
  QuestionPlaces places;
  places.asset = places.horizon = after.asset_place;
  const auto grid = common_prices(*after.asset, nullptr, std::nullopt, places);
  const ForwardWindows windows(grid, Duration{kAhead, Duration::Unit::month}, std::nullopt, places.horizon);
  const auto returns = forward_returns(grid, windows).asset;
  for (std::size_t state = 0; state < kCreditStates; ++state) {
    const auto entries = entries_of(states, static_cast<CreditState>(state), grid, windows);
    std::vector<double> of_state;
    for (const auto at : entries) of_state.push_back(returns[static_cast<std::size_t>(at)]);
    auto& record = records.by_state[state];
    summarise(std::move(of_state), record);
    if (!entries.empty()) record.p = circular_shift_test(returns, entries, ShiftParts::mean_and_led).p_mean;
  }
  summarise(returns, records.all);
}

}  // namespace

CreditStateRule usual_state_rule(double point) {
  return {CreditThresholds{80, point}, CreditThresholds{60, point / 2}};
}

void check_state_rule(const CreditStateRule& rule, const Place& place) {
  if (is_empty(rule.stress) && is_empty(rule.watch))
    refuse(ErrorCode::credit_rule, "the rule of the states has no threshold", {}, place);
  const auto* stress = std::get_if<CreditThresholds>(&rule.stress);
  const auto* watch = std::get_if<CreditThresholds>(&rule.watch);
  if (stress) check(*stress, "stress", place);
  if (watch) check(*watch, "watch", place);
  if (!stress || !watch) return;
  check_below("percentile", watch->percentile, stress->percentile, place);
  check_below("change over three months", watch->change_3m, stress->change_3m, place);
}

std::vector<CreditStateAt> credit_states(const SpreadHistory& history, const CreditStateRule& rule) {
  std::vector<CreditStateAt> states;
  for (const auto i : month_ends(history)) {
    if (months_spanned(history, 0, i) < kLeastSpreadMonths) continue;
    if (const auto state = state_at(history, rule, i)) states.push_back(*state);
  }
  return states;
}

StateRecords after_states(const SpreadHistory& history, const std::vector<CreditStateAt>& states,
                          const AfterStates& after) {
  StateRecords records;
  for (const auto& one : states) ++records.by_state[static_cast<std::size_t>(one.state)].months;
  records.all.months = static_cast<int>(states.size());
  for (auto& record : records.by_state)
    if (!states.empty()) record.share = 100.0 * record.months / records.all.months;
  records.all.share = states.empty() ? 0 : 100;
  if (after.recession) count_recessions(history, states, *after.recession, records);
  if (after.asset) count_returns(states, after, records);
  return records;
}

}  // namespace rerate

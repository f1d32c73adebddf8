#include "rerate/rotation/cash_returns.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "rerate/base/number_text.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr int kOldestRate = 366;       // days
constexpr int kOldestDailyIndex = 10;  // days: holidays of one market are not those of another

bool is_index(Kind kind) { return kind == Kind::price_index || kind == Kind::total_return_index; }

void check_type(const Series& cash, Frequency grid, const Place& place) {
  const auto [frequency, kind, unit] = cash.type;
  if (frequency != Frequency::monthly && frequency != grid)
    refuse(ErrorCode::rotation_frequency,
           fmt::format("cash must be monthly or as often as the sectors' prices ({}): `{}` is {}",
                       to_string(grid), cash.name, to_string(frequency)),
           {}, place);
  if (kind != Kind::rate && kind != Kind::return_ && !is_index(kind))
    refuse(ErrorCode::rotation_kinds,
           fmt::format("cash must be a rate, a return or an index: `{}` is of kind {}", cash.name,
                       to_string(kind)),
           "Give a rate in percent a year, a monthly return, or an index.", place);
  if (kind == Kind::return_ && frequency != Frequency::monthly)
    refuse(ErrorCode::rotation_frequency,
           fmt::format("the return on cash must be monthly: `{}` is {}", cash.name, to_string(frequency)),
           "Give index(x) of it instead.", place);
}

[[noreturn]] void refuse_figure(const Series& cash, std::size_t at, const Place& place) {
  refuse(ErrorCode::rotation_prices,
         fmt::format("nothing can be kept in cash at such a figure: `{}` is {} in {}", cash.name,
                     shortest(cash.value[at]), to_string(cash.period(at))),
         {}, place);
}

// The last trading day of a month may come before its last day; an account that is told by the month is read on the latter.
Date month_end(std::int32_t month) { return last_day({Frequency::monthly, month}); }

// The figure, when there is one; it must be above `above`, and known on the day it is read.
double figure_at(const Series& cash, std::optional<std::size_t> at, double above, Date read,
                 const Place& place) {
  if (!at || std::isnan(cash.value[*at])) return kMissing;
  if (!(cash.value[*at] > above) || std::isinf(cash.value[*at])) refuse_figure(cash, *at, place);
  if (cash.first_known(*at) > read)
    refuse(ErrorCode::rotation_look_ahead,
           fmt::format(
               "cash that was known later than it is read: `{}` of {} was known on {}, and is read on {}",
               cash.name, to_string(cash.period(*at)), to_string(cash.first_known(*at)), to_string(read)),
           {}, place);
  return cash.value[*at];
}

double newest_rate(const Series& rate, Date day, const Place& place) {
  for (auto at = rate.find_at_or_before(period_of(rate.type.frequency, day).ordinal); at;
       at = *at > 0 ? std::optional(*at - 1) : std::nullopt) {
    if (day - last_day(rate.period(*at)) > kOldestRate) break;
    if (std::isnan(rate.value[*at]) || rate.first_known(*at) > day) continue;
    if (!(rate.value[*at] > -1200) || std::isinf(rate.value[*at])) refuse_figure(rate, *at, place);
    return rate.value[*at];
  }
  return kMissing;
}

double index_at(const Series& index, std::int32_t month, Date day, const Place& place) {
  if (index.type.frequency == Frequency::monthly)
    return figure_at(index, index.find(month), 0, month_end(month), place);
  auto at = index.find_at_or_before(day.days);
  while (at && *at > 0 && std::isnan(index.value[*at])) --*at;
  if (at && day.days - index.ordinal[*at] > kOldestDailyIndex) return kMissing;
  return figure_at(index, at, 0, day, place);
}

}  // namespace

std::vector<double> cash_returns(const Series& cash, Frequency grid, std::span<const std::int32_t> month,
                                 std::span<const Date> decided, const Place& place) {
  RERATE_ASSERT(month.size() == decided.size(), "a day for every month");
  check_type(cash, grid, place);
  std::vector<double> returns(month.size(), kMissing);
  const auto kind = cash.type.kind;
  double before = is_index(kind) && !month.empty() ? index_at(cash, month[0], decided[0], place) : kMissing;
  for (std::size_t m = 1; m < month.size(); ++m) {
    if (kind == Kind::rate) {
      returns[m] = newest_rate(cash, decided[m - 1], place) / 100 / 12;
    } else if (kind == Kind::return_) {
      returns[m] = figure_at(cash, cash.find(month[m]), -100, month_end(month[m]), place) / 100;
    } else {
      const double now = index_at(cash, month[m], decided[m], place);
      returns[m] = now / before - 1;
      before = now;
    }
  }
  return returns;
}

}  // namespace rerate

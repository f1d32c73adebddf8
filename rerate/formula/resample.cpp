#include "rerate/formula/resample.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "rerate/base/business_calendar.h"
#include "rerate/formula/double_double.h"

namespace rerate {
namespace {

std::int32_t target_ordinal(Frequency target, Date day) {
  if (target != Frequency::weekly) return period_of(target, day).ordinal;
  const int to_friday = (static_cast<int>(Weekday::friday) - static_cast<int>(weekday(day)) + 7) % 7;
  return (day + to_friday).days;
}

// The target period's days; a week runs from Saturday to Friday.
Date begins(Period period) {
  return period.frequency == Frequency::weekly ? Date{period.ordinal} - 6 : first_day(period);
}

Date earlier_of_last_days(Date end) {
  return std::min(on_or_before_business_day(end), on_or_before_trading_day(end));
}

Date later_of_first_days(Date begin) {
  Date trading = begin;
  while (!is_trading_day(trading)) trading = trading + 1;
  return std::max(on_or_after_business_day(begin), trading);
}

// Has the period ended, when `last` is the last figure of all?
bool is_over(Period period, Frequency source, Date last) {
  const Date end = last_day(period);
  if (source == Frequency::weekly) return last + 7 > end;
  return last >= (is_regular(source) ? end : earlier_of_last_days(end));
}

// Does the series, whose first figure of all is about `first`, cover the period's beginning?
bool is_begun(Period period, Frequency source, Date first) {
  const Date begin = begins(period);
  if (source == Frequency::weekly) return first - 7 < begin;
  return first <= (is_regular(source) ? begin : later_of_first_days(begin));
}

struct Figure {
  double value = kMissing;
  Date known_at = kAlwaysKnown;
};

Figure picked(const Series& x, std::size_t row) {
  return std::isnan(x.value[row]) ? Figure{} : Figure{x.value[row], x.known_at[row]};
}

Figure reduce_sum(const Series& x, std::size_t begin, std::size_t end, bool averaged) {
  const bool strict = is_regular(x.type.frequency);
  DoubleDouble sum;
  int count = 0;
  Date known_at = kAlwaysKnown;
  for (auto row = begin; row < end; ++row) {
    if (std::isnan(x.value[row])) {
      if (strict) return {};
      continue;
    }
    sum = sum + DoubleDouble{x.value[row], 0};
    known_at = std::max(known_at, x.known_at[row]);
    ++count;
  }
  if (count == 0) return {};
  return {averaged ? sum.value() / count : sum.value(), known_at};
}

Figure reduce(const Series& x, std::size_t begin, std::size_t end, Reduction how) {
  if (how == Reduction::mean || how == Reduction::sum)
    return reduce_sum(x, begin, end, how == Reduction::mean);
  const bool backwards = how == Reduction::last;
  if (is_regular(x.type.frequency)) return picked(x, backwards ? end - 1 : begin);
  for (auto step = begin; step < end; ++step) {
    const auto row = backwards ? end - 1 - (step - begin) : step;
    if (!std::isnan(x.value[row])) return picked(x, row);
  }
  return {};
}

// Regular series have no holes: periods without a figure are missing ones.
void append_without_holes(Series& result, std::int32_t ordinal, Figure figure) {
  if (is_regular(result.type.frequency) && !result.empty())
    for (auto hole = result.ordinal.back() + 1; hole < ordinal; ++hole)
      result.append(hole, kMissing, kAlwaysKnown);
  result.append(ordinal, figure.value, figure.known_at);
}

}  // namespace

Value evaluate_resample(EvaluatedCall& call) {
  const auto& x = call.series(0);
  const auto source = x.type.frequency, target = call.node(1).frequency;
  const auto how = call.node(2).reduction;
  auto result = call.empty_result(x.size() / 3 + 1);
  for (std::size_t begin = 0, end = 0; begin < x.size(); begin = end) {
    const auto ordinal = target_ordinal(target, last_day(x.period(begin)));
    while (end < x.size() && target_ordinal(target, last_day(x.period(end))) == ordinal) ++end;
    const Period period{target, ordinal};
    if (end == x.size() && !is_over(period, source, last_day(x.period(end - 1)))) break;
    if (begin == 0 && how != Reduction::last && !is_begun(period, source, first_day(x.period(0)))) continue;
    const auto figure = reduce(x, begin, end, how);
    if (std::isinf(figure.value)) call.refuse_overflow(period);
    append_without_holes(result, ordinal, figure);
  }
  return Value(std::move(result));
}

}  // namespace rerate

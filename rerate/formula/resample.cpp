#include "rerate/formula/resample.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "rerate/base/business_calendar.h"
#include "rerate/formula/double_double.h"
#include "rerate/formula/existence.h"
#include "rerate/formula/reach.h"

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

Date on_or_before_weekday(Date date) {
  while (weekday(date) >= Weekday::saturday) date = date - 1;
  return date;
}

Date later_of_first_days(Date begin) {
  Date trading = begin;
  while (!is_trading_day(trading)) trading = trading + 1;
  return std::max(on_or_after_business_day(begin), trading);
}

// Does a figure about `day` say that its period is over? Days end with the period's last weekday until the
// series has shown a figure on a weekend; holidays differ from market to market and close nothing.
bool closes(Period period, Frequency source, Date day, bool on_weekends) {
  const Date end = last_day(period);
  if (source == Frequency::weekly) return day + 7 > end;
  return day >= (is_regular(source) || on_weekends ? end : on_or_before_weekday(end));
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

// The rows that fall into one period of the target. `closing` is the first row that says that the period is
// over, one of its own or the next one after it; kNoRow when there is none. Rows after it are no part of the
// period's figure, which has been read by then: only the first figures on weekends, or weekly ones that come
// early, can be there.
struct Group {
  Period period;
  std::size_t begin = 0, end = 0, closing = kNoRow;

  std::size_t counted() const { return std::min(end, closing + 1); }
};

class Grouping {
 public:
  Grouping(const Series& x, Frequency target) : x_(x), target_(target) {}

  Group from(std::size_t begin) {
    Group group{{target_, ordinal(begin)}, begin, begin};
    for (; group.end < x_.size() && ordinal(group.end) == group.period.ordinal; ++group.end) {
      const Date day = last_day(x_.period(group.end));
      on_weekends_ = on_weekends_ || weekday(day) >= Weekday::saturday;
      if (group.closing == kNoRow && closes(group.period, x_.type.frequency, day, on_weekends_))
        group.closing = group.end;
    }
    if (group.closing == kNoRow && group.end < x_.size()) group.closing = group.end;
    return group;
  }

 private:
  std::int32_t ordinal(std::size_t row) const { return target_ordinal(target_, last_day(x_.period(row))); }

  const Series& x_;
  Frequency target_;
  bool on_weekends_ = false;
};

}  // namespace

Value evaluate_resample(EvaluatedCall& call) {
  const auto& x = call.series(0);
  const auto source = x.type.frequency, target = call.node(1).frequency;
  const auto how = call.node(2).reduction;
  const auto exists = existence_of_rows(x);
  auto result = call.empty_result(x.size() / 3 + 1);
  Grouping grouping(x, target);
  for (std::size_t begin = 0; begin < x.size();) {
    const auto group = grouping.from(begin);
    begin = group.end;
    if (group.closing == kNoRow) break;
    if (group.begin == 0 && how != Reduction::last && !is_begun(group.period, source, first_day(x.period(0))))
      continue;
    auto figure = reduce(x, group.begin, group.counted(), how);
    if (std::isinf(figure.value)) call.refuse_overflow(group.period);
    if (!std::isnan(figure.value)) figure.known_at = std::max(figure.known_at, exists[group.closing]);
    append_without_holes(result, group.period.ordinal, figure);
  }
  return Value(std::move(result));
}

}  // namespace rerate

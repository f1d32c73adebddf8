#include "rerate/formula/lagged.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"
#include "rerate/formula/alignment.h"
#include "rerate/formula/existence.h"
#include "rerate/formula/reach.h"

namespace rerate {
namespace {

// step(now, before, period) for each row whose earlier row exists.
template <class Step>
Value compare_with_earlier(const EvaluatedCall& call, Reach reach, Step step) {
  const auto& x = call.series(0);
  const auto before = rows_before(x, reach);
  auto result = call.empty_result(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (before[i] == kNoRow) continue;
    const double now = x.value[i], base = x.value[before[i]];
    if (std::isnan(now) || std::isnan(base)) {
      result.append(x.ordinal[i], kMissing, kAlwaysKnown);
      continue;
    }
    const double value = step(now, base, x.period(i));
    if (!std::isfinite(value)) call.refuse_overflow(x.period(i));
    result.append(x.ordinal[i], value, std::max(x.known_at[i], x.known_at[before[i]]));
  }
  return Value(std::move(result));
}

Value grow(const EvaluatedCall& call, Reach reach) {
  return compare_with_earlier(call, reach, [&](double now, double base, Period period) {
    if (base <= 0 || now < 0)
      call.refuse_value(
          fmt::format("growth from {} to {}: growth needs positive figures", shortest(base), shortest(now)),
          period, "write diff(x, 12m), or keep the series positive");
    return 100 * (now / base - 1);
  });
}

}  // namespace

Value evaluate_lag(EvaluatedCall& call) {
  const auto& x = call.series(0);
  const auto before = rows_before(x, call.reach(1));
  const auto exists = existence_of_rows(x);
  auto result = call.empty_result(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (before[i] == kNoRow) continue;
    const double value = x.value[before[i]];
    result.append(x.ordinal[i], value,
                  std::isnan(value) ? kAlwaysKnown : std::max(x.known_at[before[i]], exists[i]));
  }
  return Value(std::move(result));
}

Value evaluate_diff(EvaluatedCall& call) {
  const auto reach = call.reach(1, one_period(call.series(0).type.frequency));
  return compare_with_earlier(call, reach, [](double now, double base, Period) { return now - base; });
}

Value evaluate_pct(EvaluatedCall& call) {
  return grow(call, call.reach(1, one_period(call.series(0).type.frequency)));
}

Value evaluate_yoy(EvaluatedCall& call) { return grow(call, call.reach(1, {12, Duration::Unit::month})); }

Value evaluate_ret(EvaluatedCall& call) { return grow(call, call.reach(1)); }

Value evaluate_total_return(EvaluatedCall& call) {
  const auto& price = call.series(0);
  const auto& dividend = call.series(1);
  const auto before = rows_before(price, *reach_of(one_period(price.type.frequency), price.type.frequency));
  const auto price_exists = existence_of_rows(price), dividend_exists = existence_of_rows(dividend);
  const Series* const both[] = {&price, &dividend};
  const Alignment shared(both);
  auto result = call.empty_result(shared.size());
  for (std::size_t i = 0; i < shared.size(); ++i) {
    const auto now = shared.row(0, i), paid = shared.row(1, i);
    if (before[now] == kNoRow) continue;
    const double base = price.value[before[now]], end = price.value[now], income = dividend.value[paid];
    if (std::isnan(base) || std::isnan(end) || std::isnan(income)) {
      result.append(price.ordinal[now], kMissing, std::max(price_exists[now], dividend_exists[paid]));
      continue;
    }
    if (base <= 0 || end < 0 || income < 0)
      call.refuse_value(fmt::format("a price from {} to {} with a dividend of {}: none may be negative",
                                    shortest(base), shortest(end), shortest(income)),
                        price.period(now), "check the two series, and which is which");
    const double value = 100 * ((end + income) / base - 1);
    if (!std::isfinite(value)) call.refuse_overflow(price.period(now));
    result.append(price.ordinal[now], value,
                  std::max({price.known_at[now], price.known_at[before[now]], dividend.known_at[paid]}));
  }
  return Value(std::move(result));
}

}  // namespace rerate

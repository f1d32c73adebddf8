#include "rerate/formula/lagged.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"
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

}  // namespace rerate

#include "rerate/events/price_grid.h"

#include <fmt/format.h>

#include <cmath>

#include "rerate/base/business_calendar.h"
#include "rerate/base/error.h"
#include "rerate/base/number_text.h"
#include "rerate/events/question_types.h"

namespace rerate {
namespace {

double percent_return(const Series& price, std::size_t from, std::size_t to) {
  return 100 * (price.value[to] / price.value[from] - 1);
}

Series without_missing(const Series& price) {
  Series result{price.type, price.name, {}, {}, {}};
  result.reserve(price.size());
  for (std::size_t i = 0; i < price.size(); ++i)
    if (!std::isnan(price.value[i])) result.append(price.ordinal[i], price.value[i], price.known_at[i]);
  return result;
}

void check_positive(const Series& price, const Place& place) {
  for (std::size_t i = 0; i < price.size(); ++i)
    if (!(price.value[i] > 0) || !std::isfinite(price.value[i]))
      refuse(ErrorCode::event_prices,
             fmt::format("`{}` is {} on {}: no return can be taken from it", price.name,
                         shortest(price.value[i]), to_string(price.period(i))),
             {}, place);
}

// A month is one step of the grid: with a hole, twelve steps would not be twelve months.
void check_dense(const Series& price, const Place& place) {
  if (!is_regular(price.type.frequency)) return;
  for (std::size_t i = 1; i < price.size(); ++i)
    if (price.ordinal[i] != price.ordinal[i - 1] + 1)
      refuse(ErrorCode::event_prices,
             fmt::format("prices of `{}` are missing between {} and {}", price.name,
                         to_string(price.period(i - 1)), to_string(price.period(i))),
             {}, place);
}

}  // namespace

double PriceGrid::asset_return(std::size_t from, std::size_t to) const {
  return percent_return(asset, from, to);
}

double PriceGrid::benchmark_return(std::size_t from, std::size_t to) const {
  return benchmark ? percent_return(*benchmark, from, to) : 0;
}

double PriceGrid::relative_return(std::size_t from, std::size_t to) const {
  return asset_return(from, to) - benchmark_return(from, to);
}

std::int32_t last_priced_by(Frequency frequency, Date day) {
  const auto period = period_of(frequency, day);
  if (!is_regular(frequency) || on_or_before_trading_day(last_day(period)) <= day) return period.ordinal;
  return period.ordinal - 1;
}

std::int32_t first_priced_from(Frequency frequency, Date day) {
  const auto period = period_of(frequency, day);
  if (!is_regular(frequency) || on_or_before_trading_day(last_day(period)) >= day) return period.ordinal;
  return period.ordinal + 1;
}

PriceGrid common_prices(const Series& asset, const Series* benchmark, std::optional<Date> to,
                        const QuestionPlaces& places) {
  const TypedSeries one{asset.name, asset.type};
  const TypedSeries two = benchmark ? TypedSeries{benchmark->name, benchmark->type} : TypedSeries{};
  check_price_types(one, benchmark ? &two : nullptr, places);
  PriceGrid grid;
  if (benchmark) {
    const auto own = without_missing(asset), other = without_missing(*benchmark);
    auto both = intersect({&own, &other});
    grid.asset = slice(both[0], std::nullopt, to);
    grid.benchmark = slice(both[1], std::nullopt, to);
  } else {
    grid.asset = slice(without_missing(asset), std::nullopt, to);
  }
  const auto until = to ? " up to " + to_string(*to) : std::string();
  if (grid.asset.empty())
    refuse(ErrorCode::event_prices,
           benchmark ? fmt::format("`{}` and `{}` have no price on a common date{}", asset.name,
                                   benchmark->name, until)
                     : fmt::format("`{}` has no price{}", asset.name, until),
           {}, benchmark ? places.benchmark : places.asset);
  check_positive(grid.asset, places.asset);
  if (grid.benchmark) check_positive(*grid.benchmark, places.benchmark);
  check_dense(grid.asset, places.asset);
  return grid;
}

}  // namespace rerate

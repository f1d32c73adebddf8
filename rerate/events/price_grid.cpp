#include "rerate/events/price_grid.h"

#include <fmt/format.h>

#include <cmath>

#include "rerate/base/business_calendar.h"
#include "rerate/base/error.h"
#include "rerate/base/number_text.h"

namespace rerate {
namespace {

double percent_return(const Series& price, std::size_t from, std::size_t to) {
  return 100 * (price.value[to] / price.value[from] - 1);
}

void check_kind(const Series& price) {
  switch (price.type.kind) {
    case Kind::level:
    case Kind::price_index:
    case Kind::total_return_index: return;
    case Kind::return_:
      refuse(ErrorCode::event_kinds,
             fmt::format("forward returns need prices, but `{}` holds returns", price.name),
             fmt::format("Cumulate them: index({}).", price.name));
    default:
      refuse(ErrorCode::event_kinds,
             fmt::format("forward returns need prices, but `{}` is a {}", price.name,
                         to_string(price.type.kind)),
             "Use a price index, a total-return index, or index(returns).");
  }
}

void check_pair(const Series& asset, const Series& benchmark) {
  if (asset.type.frequency != benchmark.type.frequency)
    refuse(ErrorCode::event_frequency,
           fmt::format("asset `{}` is {}, benchmark `{}` is {}", asset.name, to_string(asset.type.frequency),
                       benchmark.name, to_string(benchmark.type.frequency)));
  const auto total = [](const Series& price) { return price.type.kind == Kind::total_return_index; };
  const auto plain = [](const Series& price) { return price.type.kind == Kind::price_index; };
  if ((plain(asset) && total(benchmark)) || (total(asset) && plain(benchmark)))
    refuse(
        ErrorCode::event_kinds,
        fmt::format("`{}` is a price index and `{}` a total-return index: their difference would count "
                    "dividends on one side only",
                    plain(asset) ? asset.name : benchmark.name, total(asset) ? asset.name : benchmark.name),
        "Compare price with price, or total return with total return.");
}

Series without_missing(const Series& price) {
  Series result{price.type, price.name, {}, {}, {}};
  result.reserve(price.size());
  for (std::size_t i = 0; i < price.size(); ++i)
    if (!std::isnan(price.value[i])) result.append(price.ordinal[i], price.value[i], price.known_at[i]);
  return result;
}

void check_positive(const Series& price) {
  for (std::size_t i = 0; i < price.size(); ++i)
    if (!(price.value[i] > 0) || !std::isfinite(price.value[i]))
      refuse(ErrorCode::event_prices,
             fmt::format("`{}` is {} on {}: no return can be taken from it", price.name,
                         shortest(price.value[i]), to_string(price.period(i))));
}

// A month is one step of the grid: with a hole, twelve steps would not be twelve months.
void check_dense(const Series& price) {
  if (!is_regular(price.type.frequency)) return;
  for (std::size_t i = 1; i < price.size(); ++i)
    if (price.ordinal[i] != price.ordinal[i - 1] + 1)
      refuse(ErrorCode::event_prices,
             fmt::format("prices of `{}` are missing between {} and {}", price.name,
                         to_string(price.period(i - 1)), to_string(price.period(i))));
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

PriceGrid common_prices(const Series& asset, const Series* benchmark, std::optional<Date> to) {
  check_kind(asset);
  PriceGrid grid;
  if (benchmark) {
    check_kind(*benchmark);
    check_pair(asset, *benchmark);
    const auto own = without_missing(asset), other = without_missing(*benchmark);
    auto both = intersect({&own, &other});
    grid.asset = slice(both[0], std::nullopt, to);
    grid.benchmark = slice(both[1], std::nullopt, to);
  } else {
    grid.asset = slice(without_missing(asset), std::nullopt, to);
  }
  if (grid.asset.empty())
    refuse(ErrorCode::event_prices,
           benchmark ? fmt::format("`{}` and `{}` have no price on a common date{}", asset.name,
                                   benchmark->name, to ? " up to " + to_string(*to) : "")
                     : fmt::format("`{}` has no price{}", asset.name, to ? " up to " + to_string(*to) : ""));
  check_positive(grid.asset);
  if (grid.benchmark) check_positive(*grid.benchmark);
  check_dense(grid.asset);
  return grid;
}

}  // namespace rerate

#include "rerate/rotation/trading_costs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/number_text.h"

namespace rerate {
namespace {

constexpr Index kDeviationMonths = 12;
constexpr double kTradingDays = 21;  // of a month

bool is_at_least_zero(double figure) { return std::isfinite(figure) && figure >= 0; }

void check(const TradingSettings& settings) {
  const auto refuse_setting = [&](const char* rule, double value) {
    refuse(ErrorCode::rotation_costs, fmt::format("{}: {}", rule, shortest(value)), {}, settings.place);
  };
  if (!is_at_least_zero(settings.cost_rate) || settings.cost_rate >= 1)
    refuse_setting("costs must be from 0 to less than all (1) of the value traded", settings.cost_rate);
  if (!is_at_least_zero(settings.impact_coefficient))
    refuse_setting("the coefficient of the price impact must be 0 or more", settings.impact_coefficient);
  if (!is_at_least_zero(settings.capital)) refuse_setting("capital must be 0 or more", settings.capital);
  if (!is_at_least_zero(settings.no_trade_band))
    refuse_setting("the no-trade band must be 0 or more", settings.no_trade_band);
  if (settings.trade_lag != 0 && settings.trade_lag != 1)
    refuse_setting("trades are at the prices that decide (0) or the next ones (1)", settings.trade_lag);
}

std::vector<double> impact_factors(const SectorPanel& panel, const TradingSettings& settings) {
  std::vector<double> factors;
  if (settings.impact_coefficient == 0) return factors;
  if (!(settings.capital > 0))
    refuse(ErrorCode::rotation_costs, "a price impact needs the portfolio's capital",
           "Give `capital` and `volume`.", settings.place);
  for (Index i = 0; i < panel.sectors(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    const double volume = at < settings.volume.size() ? settings.volume[at] : 0;
    if (!(volume > 0) || std::isinf(volume))
      refuse(ErrorCode::rotation_costs,
             fmt::format("a price impact needs the value traded a day of every sector, above 0: `{}`",
                         panel.names[at]),
             "Give `capital` and `volume`.", settings.place);
    factors.push_back(settings.impact_coefficient * std::sqrt(settings.capital / volume));
  }
  return factors;
}

}  // namespace

TradingCosts::TradingCosts(const SectorPanel& panel, const TradingSettings& settings)
    : panel_(panel), rate_(settings.cost_rate), place_(settings.place) {
  check(settings);
  impact_ = impact_factors(panel, settings);
}

double TradingCosts::daily_deviation(Index m, Index sector) const {
  double count = 0, mean = 0, square = 0;  // Welford's recursion
  for (Index month = std::max<Index>(m - kDeviationMonths + 1, 0); month <= m; ++month) {
    const double earned = panel_.month_return(month, sector);
    if (std::isnan(earned)) continue;
    const double apart = earned - mean;
    mean += apart / ++count;
    square += apart * (earned - mean);
  }
  return count < 2 ? 0 : std::sqrt(square / (count - 1) / kTradingDays);
}

double TradingCosts::find(Index m, std::span<const double> before, std::span<const double> after,
                          std::span<double> by_sector) const {
  double sum = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const double traded = std::fabs(after[i] - before[i]);
    by_sector[i] = rate_ * traded;
    if (!impact_.empty() && traded > 0)
      by_sector[i] += impact_[i] * daily_deviation(m, static_cast<Index>(i)) * traded * std::sqrt(traded);
    sum += by_sector[i];
  }
  if (!(sum < 1))
    refuse(ErrorCode::rotation_costs,
           fmt::format("a trade that costs all there is: {}% of the wealth at or after the end of {}",
                       fixed(100 * sum, 1),
                       to_string(Period{Frequency::monthly, panel_.month[static_cast<std::size_t>(m)]})),
           {}, place_);
  return sum;
}

}  // namespace rerate

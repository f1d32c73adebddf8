#include "rerate/publish/axis_ticks.h"

#include <algorithm>
#include <cmath>

#include "rerate/publish/number_format.h"

namespace rerate {
namespace {

// The smallest of 1, 2, 5, 10, 20, ... at or above `least`.
double round_step(double least) {
  const double power = std::pow(10.0, std::floor(std::log10(least)));
  for (const double factor : {1.0, 2.0, 5.0})
    if (factor * power >= least * (1 - 1e-12)) return factor * power;
  return 10 * power;
}

}  // namespace

std::vector<Tick> number_ticks(Extent extent, int wanted) {
  std::vector<Tick> ticks;
  const double width = extent.width();
  if (!(width > 0) || !std::isfinite(width) || width < 1e-300) {
    ticks.push_back({extent.low, people_number(extent.low, extent.low == std::floor(extent.low) ? 0 : 2)});
    return ticks;
  }
  const double step = round_step(width / std::max(1, wanted));
  const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
  const double first = std::ceil(extent.low / step - 1e-9);
  const double last = std::floor(extent.high / step + 1e-9);
  for (int i = 0; i <= static_cast<int>(std::min(last - first, 2.0 * wanted + 4)); ++i)
    ticks.push_back({(first + i) * step, people_number((first + i) * step, decimals)});
  return ticks;
}

std::vector<Tick> year_ticks(Extent days, int wanted) {
  constexpr double kCrowding = 0.8;  // rather a few ticks too many than half of those wanted
  const Date from{static_cast<std::int32_t>(std::lround(days.low))};
  const Date to{static_cast<std::int32_t>(std::lround(days.high))};
  const int first = civil(from).year, last = civil(to).year;
  const int step = std::max(1, static_cast<int>(round_step(std::max(
                                   1.0, kCrowding * (last - first) / std::max(1.0, double(wanted))))));
  std::vector<Tick> ticks;
  for (int year = (first / step) * step; year <= last; year += step) {
    const Date opening = make_date(year, 1, 1);
    if (opening >= from && opening <= to) ticks.push_back({double(opening.days), std::to_string(year)});
  }
  if (ticks.size() >= 2) return ticks;
  ticks = {{days.low, short_month(from)}};
  if (days.high > days.low) ticks.push_back({days.high, short_month(to)});
  return ticks;
}

}  // namespace rerate

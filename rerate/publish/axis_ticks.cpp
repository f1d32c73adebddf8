#include "rerate/publish/axis_ticks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <initializer_list>

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

std::vector<Tick> log_ticks(Extent extent, int wanted) {
  constexpr int kLeast = 3;
  if (!(extent.low > 0) || !std::isfinite(extent.high)) return number_ticks(extent, wanted);
  const int first = static_cast<int>(std::floor(std::log10(extent.low))) - 1;
  const int last = static_cast<int>(std::ceil(std::log10(extent.high)));
  const auto ticks_of = [&](std::initializer_list<int> factors, int step) {
    std::vector<Tick> ticks;
    for (int power = (first / step) * step - step; power <= last; power += step)
      for (const int factor : factors) {
        // Through its text: 0.1 exactly, whatever pow() makes of it.
        const double at = std::strtod(fmt::format("{}e{}", factor, power).c_str(), nullptr);
        if (extent.holds(at)) ticks.push_back({at, people_number(at, std::max(0, -power))});
      }
    return ticks;
  };
  std::vector<Tick> ticks = ticks_of({1, 2, 5}, 1);
  for (int step = 1; static_cast<int>(ticks.size()) > wanted && step < 1000; step *= 2)
    ticks = ticks_of({1}, step);
  return static_cast<int>(ticks.size()) < kLeast ? number_ticks(extent, wanted) : ticks;
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

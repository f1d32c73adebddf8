#include "rerate/models/attribution.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/elementary.h"
#include "rerate/models/estimation_words.h"

namespace rerate {
namespace {

// The finest grid of log percents: sums of such numbers below 2^12 are exact.
constexpr double kPercentGrid = 0x1p-40;

// Without a negative zero, which would be shown as -0.
double on_grid(double value, double grid) { return std::nearbyint(value / grid) * grid + 0.0; }

double last_bit(double value) { return std::ldexp(1.0, std::ilogb(value) - 52); }

// What no partial sum of the parts exceeds: the others by size, and a closing part that takes back all of them.
double reach(const std::vector<LogChange>& changes, double scale, double total) {
  double others = 0;
  for (std::size_t i = 0; i + 1 < changes.size(); ++i) others += std::fabs(scale * changes[i].change);
  return 2 * others + std::fabs(total);
}

// Steps so wide that no sum of the parts needs a bit beyond the 53 of a double: the wider of `finest` and what the reach of the
// sums asks for, which only parts many times the total do.
double grid_for(double finest, double reach) { return std::max(finest, 2 * last_bit(reach)); }

LogChange growth_change(double change) { return {"growth", "growth", change}; }

// Each driver's newest figure at or before the row, as the valuation itself reads them; NaN before its first.
Vector newest_at(const FairValuePanel& panel, Index row) {
  Vector newest = panel.drivers.row(row);
  for (Index column = 0; column < newest.size(); ++column)
    for (Index at = row; at > 0 && std::isnan(newest[column]); --at)
      newest[column] = panel.drivers(at - 1, column);
  return newest;
}

}  // namespace

void split_exactly(double start, double end, const std::vector<LogChange>& changes,
                   Attribution& attribution) {
  const double log_change = reproducible_log(end / start);
  const double mean = log_change == 0 ? start : (end - start) / log_change;
  // The ends lie on the grid of the smaller one's last bit, so their difference does, too.
  const double finest = last_bit(std::min(start, end));
  const double wanted = reach(changes, mean, end - start);
  const double grid = wanted < 0x1p53 * finest ? finest : grid_for(finest, wanted + std::max(start, end));
  const double percent_grid = grid_for(kPercentGrid, reach(changes, 100, 100 * log_change) + kPercentGrid);
  attribution.start = on_grid(start, grid);
  attribution.end = on_grid(end, grid);
  attribution.percent = on_grid(100 * log_change, percent_grid);
  double points = 0, percent = 0;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const bool closing = i + 1 == changes.size();
    AttributionPart part{changes[i].name, changes[i].title, 0, 0};
    part.points =
        closing ? attribution.end - attribution.start - points : on_grid(mean * changes[i].change, grid);
    part.percent = closing ? attribution.percent - percent : on_grid(100 * changes[i].change, percent_grid);
    points += part.points;
    percent += part.percent;
    attribution.parts.push_back(std::move(part));
  }
}

Attribution attribute_price(const FairValueEquations& equations, Index back) {
  const auto& panel = equations.panel();
  const Period now = panel.period(panel.now);
  Attribution attribution;
  attribution.to = now;
  attribution.from = {panel.frequency, now.ordinal - static_cast<std::int32_t>(back)};
  attribution.title = fmt::format(
      "{} {} to {}", back,
      back == 1 ? one_period_in_words(panel.frequency) : periods_in_words(panel.frequency), to_string(now));
  attribution.end = panel.price_now();
  const Index row = panel.now - back;
  const auto missing = [&](const std::string& name) {
    attribution.words =
        fmt::format("Not split: `{}` has no figure in {}.", name, to_string(attribution.from));
    return attribution;
  };
  if (row < 0 || std::isnan(panel.price[row])) return missing(panel.price_name);
  if (std::isnan(panel.fundamental[row])) {
    if (!panel.fundamental_name.empty()) return missing(panel.fundamental_name);
    attribution.words = "Not split: the fundamental is calibrated to today and has no history.";
    return attribution;
  }
  const Vector then = newest_at(panel, row);
  const bool grows = has_growth(equations.growth());
  std::vector<LogChange> changes = {
      {"fundamental", "fundamental", reproducible_log(panel.fundamental_now / panel.fundamental[row])}};
  for (const Index column : equations.growth().drivers)
    if (std::isnan(then[column])) return missing(panel.names[static_cast<std::size_t>(column)]);
  if (grows) changes.push_back(growth_change(equations.log_growth(panel.today) - equations.log_growth(then)));
  for (const Index column : equations.multiple().drivers) {
    const auto at = static_cast<std::size_t>(column);
    if (std::isnan(then[column])) return missing(panel.names[at]);
    changes.push_back({panel.names[at], panel.titles[at],
                       equations.multiple_slope(column) * (panel.today[column] - then[column])});
  }
  changes.push_back({"residual", "price beyond fair value", 0});
  split_exactly(panel.price[row], panel.price_now(), changes, attribution);
  return attribution;
}

Attribution attribute_gap(const FairValueEquations& equations, const ScenarioResult& base,
                          bool multiple_given) {
  const auto& panel = equations.panel();
  Attribution attribution;
  attribution.from = attribution.to = panel.period(panel.now);
  attribution.title = fmt::format("From the price to fair value: {}", base.title);
  std::vector<LogChange> changes = {growth_change(reproducible_log(1 + base.growth / 100))};
  if (multiple_given) {
    changes.push_back({"multiple", "multiple, as given", 0});
  } else {
    for (const Index column : equations.multiple().drivers) {
      const auto at = static_cast<std::size_t>(column);
      changes.push_back({panel.names[at], panel.titles[at],
                         equations.multiple_slope(column) * (base.drivers[column] - panel.today[column])});
    }
    changes.push_back({"residual", "today's multiple against its drivers", 0});
  }
  split_exactly(panel.price_now(), base.level, changes, attribution);
  return attribution;
}

}  // namespace rerate

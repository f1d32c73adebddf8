#include "rerate/models/driver_range.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

bool has(const std::vector<Index>& drivers, Index column) {
  return std::find(drivers.begin(), drivers.end(), column) != drivers.end();
}

}  // namespace

DriverRange driver_range(const FairValueEquations& equations, Index column) {
  const auto& panel = equations.panel();
  DriverRange range{kMissing, kMissing, kMissing, 0, -1};
  Index first = panel.drivers.rows(), last = -1;
  const auto widen = [&](Index from, Index to) {
    first = std::min(first, from);
    last = std::max(last, to);
  };
  if (is_estimated(equations.multiple()) && has(equations.multiple().drivers, column))
    widen(equations.multiple().first, equations.multiple().last);
  if (is_estimated(equations.growth()) && has(equations.growth().drivers, column))
    widen(equations.growth().first, equations.growth().last);
  if (last < first) widen(0, panel.now);
  std::vector<double> values;
  for (Index row = first; row <= last; ++row) {
    const double value = panel.drivers(row, column);
    if (std::isnan(value)) continue;
    if (values.empty()) range.first = row;
    range.last = row;
    values.push_back(value);
  }
  if (values.empty()) return range;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  range.low = *low;
  range.high = *high;
  const Eigen::Map<const Vector> sample(values.data(), static_cast<Index>(values.size()));
  if (values.size() > 1)
    range.standard_deviation =
        std::sqrt((sample.array() - sample.mean()).square().sum() / static_cast<double>(values.size() - 1));
  return range;
}

std::string outside_in_words(const FairValueEquations& equations, Index column, double value) {
  const auto range = driver_range(equations, column);
  // A handful of figures is no range to be outside of.
  if (range.last - range.first < 11) return {};
  const double beyond = value > range.high ? value - range.high : value < range.low ? range.low - value : 0;
  if (!(beyond > 0)) return {};
  auto words = fmt::format("{} {:.2f} to {:.2f} of {} to {}", value > range.high ? "above" : "below",
                           range.low, range.high, to_string(equations.panel().period(range.first)),
                           to_string(equations.panel().period(range.last)));
  if (range.standard_deviation > 0)
    words += fmt::format(", by {:.1f} standard deviations", beyond / range.standard_deviation);
  return words;
}

}  // namespace rerate

#include "rerate/publish/chart_heatmap.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/publish/chart_palette.h"
#include "rerate/publish/number_format.h"

namespace rerate {
namespace {

constexpr double kSteps[] = {1, 1.5, 2, 2.5, 3, 4, 5};
constexpr std::size_t kOneSide = 3;                       // classes below 0, and above
constexpr double kLeastStep = 1e-200, kMostStep = 1e200;  // figures beyond are in the outermost class

// The least round number that is not below the wanted one.
double round_up(double wanted) {
  wanted = std::clamp(wanted, kLeastStep, kMostStep);
  double power = 1;
  while (power > wanted) power /= 10;
  while (10 * power < wanted) power *= 10;
  constexpr double kRounding = 1e-9;
  for (const double step : kSteps)
    if (step * power >= wanted * (1 - kRounding)) return step * power;
  return 10 * power;
}

bool is_drawable(const Chart& chart, std::size_t column) {
  const auto& map = *chart.heatmap;
  return column < map.to.size() && has_place(chart, map.from[column]) && has_place(chart, map.to[column]) &&
         map.from[column] < map.to[column];
}

// Calls `visit` with row, column and value of every cell that has a place and a figure.
template <class Visit>
void for_each_cell(const Chart& chart, Visit visit) {
  if (!chart.heatmap) return;
  const auto& map = *chart.heatmap;
  for (std::size_t row = 0; row < std::min(map.rows.size(), map.values.size()); ++row)
    for (std::size_t column = 0; column < std::min(map.from.size(), map.values[row].size()); ++column)
      if (std::isfinite(map.values[row][column]) && is_drawable(chart, column))
        visit(row, column, map.values[row][column]);
}

std::string with_unit(std::string number, const std::string& unit) {
  if (unit == "percent") return number + "%";
  if (unit.empty() || unit == "ratio" || unit == "score" || unit == "count" || unit == "index") return number;
  return number + " " + unit;
}

std::string figure(const HeatScale& scale, double value, const std::string& unit) {
  const int decimals = scale.step >= 1 && scale.step == std::floor(scale.step)
                           ? 0
                           : significant_decimals(scale.step, scale.step < 1 ? 2 : 3);
  return with_unit(people_number(value, decimals), unit);
}

std::string between(const HeatScale& scale, double low, double high, const std::string& unit) {
  return fmt::format("{} to {}", figure(scale, low, ""), figure(scale, high, unit));
}

void add_classes_from_zero(HeatScale& scale, double most, const std::string& unit) {
  scale.classes.push_back({with_unit("0", unit), heat_colour(0).name});
  const auto count =
      std::clamp<std::size_t>(static_cast<std::size_t>(std::ceil(most / scale.step - 1e-9)), 1, kHeatShades);
  for (std::size_t i = 1; i <= count; ++i) {
    const double high = scale.step * static_cast<double>(i);
    // Few classes lie far apart.
    const auto& colour = heat_colour(i * kHeatShades / count);
    scale.classes.push_back(
        {i == 1 ? "up to " + figure(scale, high, unit) : between(scale, high - scale.step, high, unit),
         colour.name});
  }
}

void add_classes_around_zero(HeatScale& scale, const std::string& unit) {
  for (std::size_t i = 0; i < 2 * kOneSide; ++i) {
    const double low = scale.step * (static_cast<double>(i) - static_cast<double>(kOneSide));
    scale.classes.push_back(
        {between(scale, low, low + scale.step, unit), state_colour(i, 2 * kOneSide).name});
  }
}

}  // namespace

std::size_t HeatScale::class_of(double value) const {
  const auto last = static_cast<double>(classes.size() - 1);
  if (around_zero)
    return static_cast<std::size_t>(
        std::clamp(std::floor(value / step) + static_cast<double>(kOneSide), 0.0, last));
  constexpr double kRounding = 1e-9;
  return value <= 0 ? 0
                    : static_cast<std::size_t>(std::clamp(std::ceil(value / step - kRounding), 1.0, last));
}

std::optional<HeatScale> heat_scale(const Chart& chart) {
  double low = 0, high = 0;
  bool any = false;
  for_each_cell(chart, [&](std::size_t, std::size_t, double value) {
    low = std::min(low, value);
    high = std::max(high, value);
    any = true;
  });
  if (!any) return std::nullopt;
  HeatScale scale;
  scale.around_zero = chart.heatmap->diverging || low < 0;
  const double most = std::max(-low, high);
  if (most > 0) scale.step = round_up(most / static_cast<double>(scale.around_zero ? kOneSide : kHeatShades));
  if (scale.around_zero)
    add_classes_around_zero(scale, chart.heatmap->unit);
  else
    add_classes_from_zero(scale, high, chart.heatmap->unit);
  return scale;
}

std::vector<HeatStretch> heat_stretches(const Chart& chart, const HeatScale& scale, HeatAlike alike) {
  std::vector<HeatStretch> stretches;
  for_each_cell(chart, [&](std::size_t row, std::size_t column, double value) {
    const double from = chart.heatmap->from[column], to = chart.heatmap->to[column];
    const std::size_t shade = scale.class_of(value);
    HeatStretch* before = stretches.empty() ? nullptr : &stretches.back();
    if (before && before->row == row && before->to == from &&
        (alike == HeatAlike::value ? before->value == value : before->shade == shade))
      before->to = to;
    else
      stretches.push_back({row, from, to, value, shade});
  });
  return stretches;
}

std::string months_of(const HeatStretch& stretch) {
  const auto month = [](double day) { return short_month(Date{static_cast<std::int32_t>(std::floor(day))}); };
  const std::string first = month(stretch.from), last = month(std::max(stretch.from, stretch.to - 1));
  return first == last ? first : first + " to " + last;
}

std::vector<std::string> heat_rows(const Chart& chart) {
  std::vector<std::string> names;
  if (!chart.heatmap) return names;
  for (const std::string& row : chart.heatmap->rows) {
    const std::string label = people_label(row);
    std::string name = label;
    for (int i = 2; std::find(names.begin(), names.end(), name) != names.end(); ++i)
      name = fmt::format("{} ({})", label, i);
    names.push_back(std::move(name));
  }
  return names;
}

int heat_top(std::size_t row) { return kHeatLane + static_cast<int>(row) * (kHeatRow + kHeatGap); }

int heat_height(const Chart& chart) {
  const std::size_t rows = chart.heatmap ? chart.heatmap->rows.size() : 0;
  return rows == 0 ? 0 : heat_top(rows - 1) + kHeatRow + kHeatLane;
}

}  // namespace rerate

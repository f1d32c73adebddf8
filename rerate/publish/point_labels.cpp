#include "rerate/publish/point_labels.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "rerate/publish/chart_frame.h"
#include "rerate/publish/terminal_text.h"

namespace rerate {
namespace {

// Of the line's figures closer to x than `reach`.
std::optional<double> mean_around(const ChartLine& line, double x, double reach) {
  double sum = 0;
  int count = 0;
  for (std::size_t k = 0; k < std::min(line.x.size(), line.y.size()); ++k)
    if (std::isfinite(line.y[k]) && std::abs(line.x[k] - x) < reach) {
      sum += line.y[k];
      ++count;
    }
  return count > 0 ? std::optional(sum / count) : std::nullopt;
}

// How much of a full-width plot a label takes, with some air; narrower ones thin out further when drawn.
double label_share(const ChartPoint& point) {
  return 0.018 + 0.0072 * static_cast<double>(display_columns(people_label(point.label)));
}

// The label of a point and the ground it takes, in shares of the plot.
struct PlacedLabel {
  double x, y, half_width;
  bool over;
};

constexpr double kLabelHeight = 0.09, kLabelGap = 0.012, kDot = 0.008;
constexpr double kLeastRoom = 0.05;  // under a point, so that its label does not lie on the axis

bool meet(const PlacedLabel& a, const PlacedLabel& b) {
  const double between = std::abs((a.y + (a.over ? kLabelHeight : -kLabelHeight) / 2) -
                                  (b.y + (b.over ? kLabelHeight : -kLabelHeight) / 2));
  return std::abs(a.x - b.x) < a.half_width + b.half_width && between < kLabelHeight;
}

// Whether the label lies on the dot at (x, y); on the very place of its own point it does not.
bool hides(const PlacedLabel& label, double x, double y) {
  const double above = label.over ? y - label.y : label.y - y;
  return std::abs(label.x - x) < label.half_width + kDot && above > kLabelGap &&
         above < kLabelHeight + kLabelGap;
}

}  // namespace

double label_foot(const ChartPoint& point, bool over) {
  if (!has_error_bar(point)) return point.y;
  return over ? std::max(point.y, point.high) : std::min(point.y, point.low);
}

std::vector<LabelSide> point_labels(const Chart& chart) {
  std::vector<LabelSide> sides(chart.points.size(), LabelSide::none);
  const auto x = x_extent(chart);
  if (!x) return sides;
  const YScale scale = y_scale(chart);
  const auto across = [&](double at) { return x->width() > 0 ? (at - x->low) / x->width() : 0.5; };
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < chart.points.size(); ++i)
    if (has_place(chart, chart.points[i].x) && std::isfinite(chart.points[i].y)) order.push_back(i);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return chart.points[a].x < chart.points[b].x; });
  std::vector<PlacedLabel> placed;
  const auto is_free = [&](const PlacedLabel& label) {
    if (!label.over && label.y < kLeastRoom) return false;
    return std::none_of(placed.begin(), placed.end(),
                        [&](const PlacedLabel& other) { return meet(label, other); }) &&
           std::none_of(order.begin(), order.end(), [&](std::size_t k) {
             return hides(label, across(chart.points[k].x), scale.share(chart.points[k].y));
           });
  };
  for (const std::size_t i : order) {
    const ChartPoint& point = chart.points[i];
    if (point.label.empty()) continue;
    const auto label_on = [&](bool over) {
      return PlacedLabel{across(point.x), scale.share(label_foot(point, over)), label_share(point) / 2, over};
    };
    PlacedLabel label = label_on(label_stands_over(chart, point));
    if (!is_free(label)) label = label_on(!label.over);
    if (!is_free(label)) continue;
    placed.push_back(label);
    sides[i] = label.over ? LabelSide::over : LabelSide::under;
  }
  return sides;
}

bool label_stands_over(const Chart& chart, const ChartPoint& point) {
  const auto x = x_extent(chart);
  if (!x) return false;
  double least = std::numeric_limits<double>::infinity();
  bool over = chart.lines.empty();
  for (const ChartLine& line : chart.lines) {
    const auto mean = mean_around(line, point.x, 0.03 * x->width());
    if (!mean || !(std::abs(point.y - *mean) < least)) continue;
    least = std::abs(point.y - *mean);
    over = point.y > *mean;
  }
  return over;
}

}  // namespace rerate

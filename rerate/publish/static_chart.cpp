#include "rerate/publish/static_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

#include "rerate/publish/axis_ticks.h"
#include "rerate/publish/chart_frame.h"
#include "rerate/publish/chart_palette.h"
#include "rerate/publish/chart_ribbons.h"
#include "rerate/publish/chart_rows.h"
#include "rerate/publish/html_text.h"
#include "rerate/publish/point_labels.h"
#include "rerate/publish/static_heatmap.h"
#include "rerate/publish/static_ribbons.h"
#include "rerate/publish/static_rows.h"
#include "rerate/publish/static_specification.h"
#include "rerate/publish/thin_path.h"

namespace rerate {
namespace {

constexpr double kFullWidth = 860, kHalfWidth = 410, kHeight = 284;
constexpr double kTickRoom = 75;  // pixels a label of the horizontal axis needs
constexpr double kLeft = 48, kRight = 8, kTop = 10, kBottom = 24;
constexpr double kErrorEnd = 3.5;  // half the stroke across an error bar's end
constexpr int kLogTicks = 12;
constexpr double kTitleRoom = 18;  // the title of a horizontal axis

std::string variable(std::string_view colour) { return fmt::format("var(--chart-{})", colour); }

// Where data go in the picture.
struct Frame {
  const Chart& chart;
  Extent x = {};
  YScale y = {};
  double left = kLeft, right = kFullWidth - kRight, top = kTop, bottom = kHeight - kBottom;

  double across(double value) const {
    return left + (x.width() > 0 ? (value - x.low) / x.width() : 0.5) * (right - left);
  }
  double down(double value) const { return bottom + y.share(value) * (top - bottom); }
};

class Drawing {
 public:
  Drawing(const Chart& chart, ChartWidth width)
      : chart_(chart),
        wide_(width),
        width_(width == ChartWidth::full ? kFullWidth : kHalfWidth),
        frame_{chart} {
    frame_.right = width_ - kRight;
  }

  std::string svg() {
    if (has_rows(chart_)) {
      StaticRows rows = static_rows(chart_, wide_, width_);
      body_ = std::move(rows.body);
      height_ = rows.height;
    } else if (chart_.heatmap) {
      StaticHeatmap cells = static_heatmap(chart_, width_);
      body_ = std::move(cells.body);
      if (!body_.empty()) height_ = cells.height;
    } else if (const auto x = x_extent(chart_)) {
      draw_over(*x);
    }
    if (body_.empty()) put("<text x=\"12\" y=\"24\">No data to draw</text>");
    return fmt::format(
        "<svg class=\"static-chart\" viewBox=\"0 0 {} {}\" width=\"{}\" height=\"{}\" "
        "aria-hidden=\"true\">{}</svg>",
        width_, height_, width_, height_, body_);
  }

 private:
  template <class... Parts>
  void put(fmt::format_string<Parts...> pattern, Parts&&... parts) {
    fmt::format_to(std::back_inserter(body_), pattern, std::forward<Parts>(parts)...);
  }

  void draw_over(Extent x) {
    frame_.x = x;
    frame_.right -= rule_label_room(chart_);
    frame_.y = y_scale(chart_);
    if (!has_plot(chart_)) frame_.left = kRight, frame_.bottom = frame_.top;
    floor_ = frame_.bottom + ribbon_room(chart_);
    height_ = floor_ + kBottom;
    add_spans();
    if (has_plot(chart_)) add_levels();
    add_axis();
    for (std::size_t i = 0; i < chart_.bands.size(); ++i) add_band(i);
    add_rules();
    const std::vector<std::string_view> colours = line_colours(chart_);
    for (std::size_t i = 0; i < chart_.lines.size(); ++i) add_line(chart_.lines[i], colours[i]);
    add_points();
    add_rule_labels();
    body_ += static_ribbons(chart_, {frame_.x, frame_.left, frame_.right, frame_.bottom});
  }

  void add_spans() {
    for (const ChartSpan& span : visible_spans(chart_, frame_.x)) {
      const double from = frame_.across(span.from);
      put("<rect class=\"span\" x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" height=\"{}\" style=\"fill:{}\"/>",
          from, frame_.top, std::max(1.0, frame_.across(span.to) - from), floor_ - frame_.top,
          variable(span_colour(span.role)));
    }
  }

  void add_levels() {
    for (const Tick& tick :
         frame_.y.log ? log_ticks(frame_.y.axis, kLogTicks) : number_ticks(frame_.y.axis, 7)) {
      const double y = frame_.down(tick.at);
      put("<path class=\"grid\" d=\"M{} {:.1f}H{}\"/>", frame_.left, y, frame_.right);
      put("<text x=\"{}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>", frame_.left - 6, y + 4, tick.label);
    }
    put("<path class=\"axis\" d=\"M{} {}H{}\"/>", frame_.left, frame_.bottom, frame_.right);
  }

  void add_axis() {
    const int wanted = static_cast<int>((frame_.right - frame_.left) / kTickRoom);
    const std::vector<Tick> ticks =
        chart_.time_axis ? year_ticks(frame_.x, wanted) : number_ticks(frame_.x, wanted);
    for (const Tick& tick : ticks)
      put("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"{}\">{}</text>", frame_.across(tick.at), floor_ + 17,
          anchor_at(frame_.across(tick.at)), tick.label);
    if (!chart_.x_title.empty()) {
      put("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>", (frame_.left + frame_.right) / 2,
          floor_ + 17 + kTitleRoom, html_text(chart_.x_title));
      height_ += kTitleRoom;
    }
  }

  const char* anchor_at(double x) const {
    if (x < frame_.left + 20) return "start";
    return x > frame_.right - 20 ? "end" : "middle";
  }

  void add_line(const ChartLine& line, std::string_view colour) {
    ThinPath path;
    std::optional<double> held;  // where a step stands
    for (std::size_t k = 0; k < std::min(line.x.size(), line.y.size()); ++k) {
      if (!has_place(chart_, line.x[k])) continue;
      if (!std::isfinite(line.y[k])) {
        path.lift();
        held.reset();
        continue;
      }
      const double x = frame_.across(line.x[k]), y = frame_.down(line.y[k]);
      if (held) path.add(x, *held);
      path.add(x, y);
      if (line.step) held = y;
    }
    const std::string vertices = path.take();
    if (vertices.empty()) return;
    const bool dashed = line.role == ChartLine::Role::reference;
    put("<path class=\"line{}\" d=\"{}\" style=\"stroke:{}\"/>", dashed ? " dashed" : "", vertices,
        variable(colour));
  }

  // One shape a stretch without missing figures: there along the top, back along the bottom.
  void add_band(std::size_t index) {
    const ChartBand& band = chart_.bands[index];
    const std::size_t count = std::min({band.x.size(), band.low.size(), band.high.size()});
    std::string shapes;
    std::vector<std::size_t> stretch;
    const bool steps = band_steps(chart_, index);
    const auto close = [&] {
      if (!stretch.empty()) shapes += band_shape(band, stretch, steps);
      stretch.clear();
    };
    for (std::size_t k = 0; k < count; ++k) {
      if (!has_place(chart_, band.x[k])) continue;
      if (std::isfinite(band.low[k]) && std::isfinite(band.high[k]))
        stretch.push_back(k);
      else
        close();
    }
    close();
    if (!shapes.empty())
      put("<path class=\"band\" d=\"{0}\" style=\"fill:{1};stroke:{1}\"/>", shapes,
          variable(band_colour(chart_, index)));
  }

  // Of a band in steps, each edge goes across before it goes up or down: there late, back early.
  std::string band_shape(const ChartBand& band, const std::vector<std::size_t>& stretch, bool steps) const {
    std::string shape;
    const auto add = [&](double x, double y) {
      fmt::format_to(std::back_inserter(shape), "{}{:.1f} {:.1f}", shape.empty() ? "M" : "L",
                     frame_.across(x), frame_.down(y));
    };
    for (std::size_t i = 0; i < stretch.size(); ++i) {
      if (steps && i > 0) add(band.x[stretch[i]], band.high[stretch[i - 1]]);
      add(band.x[stretch[i]], band.high[stretch[i]]);
    }
    for (std::size_t i = stretch.size(); i-- > 0;) {
      add(band.x[stretch[i]], band.low[stretch[i]]);
      if (steps && i > 0) add(band.x[stretch[i]], band.low[stretch[i - 1]]);
    }
    return shape + "Z";
  }

  bool is_drawn(const ChartRule& rule) const {
    if (rule.axis == ChartRule::Axis::y) return std::isfinite(rule.at);
    return has_place(chart_, rule.at) && frame_.x.holds(rule.at);
  }

  void add_rules() {
    for (const ChartRule& rule : chart_.rules) {
      if (!is_drawn(rule)) continue;
      if (rule.axis == ChartRule::Axis::y)
        put("<path class=\"rule\" d=\"M{} {:.1f}H{}\"/>", frame_.left, frame_.down(rule.at), frame_.right);
      else
        put("<path class=\"rule\" d=\"M{:.1f} {}V{}\"/>", frame_.across(rule.at), frame_.top, floor_);
    }
  }

  void add_rule_labels() {
    for (const ChartRule& rule : chart_.rules) {
      if (!is_drawn(rule) || rule.label.empty()) continue;
      const std::string label = html_text(people_label(rule.label));
      if (rule.axis == ChartRule::Axis::y)
        put("<text x=\"{}\" y=\"{:.1f}\">{}</text>", frame_.right + 5, frame_.down(rule.at) + 4, label);
      else
        add_upright_label(rule, label);
    }
  }

  // Beside its line: on the right where it fits.
  void add_upright_label(const ChartRule& rule, const std::string& label) {
    const double x = frame_.across(rule.at);
    const bool left = frame_.right - x < upright_label_room(rule);
    put("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"{}\">{}</text>", left ? x - 5 : x + 5, frame_.top + 11,
        left ? "end" : "start", label);
  }

  // Labels first: none lies on a dot.
  void add_points() {
    const std::vector<LabelSide> labels = point_labels(chart_);
    std::string dots;
    for (std::size_t i = 0; i < chart_.points.size(); ++i) {
      const ChartPoint& point = chart_.points[i];
      if (!has_place(chart_, point.x) || !std::isfinite(point.y)) continue;
      const double x = frame_.across(point.x), y = frame_.down(point.y);
      if (has_error_bar(point)) add_error_bar(x, frame_.down(point.low), frame_.down(point.high));
      fmt::format_to(std::back_inserter(dots),
                     "<circle class=\"point\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\"/>", x, y);
      if (labels[i] == LabelSide::none) continue;
      const bool over = labels[i] == LabelSide::over;
      put("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>", x,
          frame_.down(label_foot(point, over)) + (over ? -9 : 16), anchor_at(x),
          html_text(people_label(point.label)));
    }
    body_ += dots;
  }

  void add_error_bar(double x, double low, double high) {
    put("<path class=\"error\" d=\"M{0:.1f} {1:.1f}V{2:.1f}M{3:.1f} {1:.1f}H{4:.1f}M{3:.1f} "
        "{2:.1f}H{4:.1f}\"/>",
        x, low, high, x - kErrorEnd, x + kErrorEnd);
  }

  const Chart& chart_;
  ChartWidth wide_;
  double width_;
  Frame frame_;
  double floor_ = 0;  // below the plot and its ribbons
  double height_ = kHeight;
  std::string body_;
};

}  // namespace

std::string static_chart(const Chart& chart, ChartWidth width) {
  return chart.specification ? static_specification(*chart.specification, width)
                             : Drawing(chart, width).svg();
}

}  // namespace rerate

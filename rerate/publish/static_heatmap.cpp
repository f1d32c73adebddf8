#include "rerate/publish/static_heatmap.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "rerate/publish/axis_ticks.h"
#include "rerate/publish/chart_heatmap.h"
#include "rerate/publish/html_text.h"
#include "rerate/publish/terminal_text.h"

namespace rerate {
namespace {

constexpr double kTop = 2, kRight = 8, kAxisRoom = 24, kGap = 8;  // pixels
constexpr double kColumn = 6.6;                                   // that a character of a name takes
constexpr double kTickRoom = 75;
constexpr int kMostName = 26;

class Cells {
 public:
  Cells(const Chart& chart, const HeatScale& scale, Extent x, double width)
      : chart_(chart), scale_(scale), x_(x), right_(width - kRight) {
    for (const std::string& name : heat_rows(chart)) names_.push_back(fit_columns(name, kMostName));
    int longest = 0;
    for (const std::string& name : names_) longest = std::max(longest, display_columns(name));
    left_ = kColumn * longest + 2 * kGap;
    floor_ = kTop + heat_height(chart);
  }

  StaticHeatmap draw() {
    add_spans();
    add_cells();
    add_names();
    add_axis();
    return {std::move(body_), floor_ + kAxisRoom};
  }

 private:
  template <class... Parts>
  void put(fmt::format_string<Parts...> pattern, Parts&&... parts) {
    fmt::format_to(std::back_inserter(body_), pattern, std::forward<Parts>(parts)...);
  }

  double across(double x) const { return left_ + (x - x_.low) / x_.width() * (right_ - left_); }

  void add_spans() {
    for (const ChartSpan& span : visible_spans(chart_, x_)) {
      const double from = across(span.from);
      put("<rect class=\"span\" x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" height=\"{}\" "
          "style=\"fill:var(--chart-{})\"/>",
          from, kTop, std::max(1.0, across(span.to) - from), floor_ - kTop, span_colour(span.role));
    }
  }

  // One path a row and class: cells are many.
  void add_cells() {
    const std::vector<HeatStretch> stretches = heat_stretches(chart_, scale_, HeatAlike::shade);
    for (std::size_t shade = 0; shade < scale_.classes.size(); ++shade) {
      std::string shapes;
      for (const HeatStretch& stretch : stretches)
        if (stretch.shade == shade)
          fmt::format_to(std::back_inserter(shapes), "M{:.1f} {}h{:.1f}v{}h{:.1f}z", across(stretch.from),
                         kTop + heat_top(stretch.row), across(stretch.to) - across(stretch.from), kHeatRow,
                         across(stretch.from) - across(stretch.to));
      if (!shapes.empty())
        put("<path class=\"heat\" d=\"{}\" style=\"fill:var(--chart-{})\"/>", shapes,
            scale_.classes[shade].colour);
    }
  }

  void add_names() {
    for (std::size_t row = 0; row < names_.size(); ++row)
      put("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"end\">{}</text>", left_ - kGap,
          kTop + heat_top(row) + kHeatRow - 5, html_text(names_[row]));
  }

  void add_axis() {
    const int wanted = std::max(2, static_cast<int>((right_ - left_) / kTickRoom));
    for (const Tick& tick :
         chart_.time_axis ? year_ticks({x_.low, x_.high - 1}, wanted) : number_ticks(x_, wanted)) {
      const double x = across(tick.at);
      put("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"{}\">{}</text>", x, floor_ + 17,
          x < left_ + 20    ? "start"
          : x > right_ - 20 ? "end"
                            : "middle",
          tick.label);
    }
  }

  const Chart& chart_;
  const HeatScale& scale_;
  Extent x_;
  double left_ = 0, right_ = 0, floor_ = 0;
  std::vector<std::string> names_;
  std::string body_;
};

}  // namespace

StaticHeatmap static_heatmap(const Chart& chart, double width) {
  const auto scale = heat_scale(chart);
  const auto x = x_extent(chart);
  if (!scale || !x) return {};
  return Cells(chart, *scale, *x, width).draw();
}

}  // namespace rerate

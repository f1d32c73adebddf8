#include "rerate/publish/static_specification.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

#include "rerate/publish/axis_ticks.h"
#include "rerate/publish/chart_rows.h"
#include "rerate/publish/chart_specification.h"
#include "rerate/publish/html_text.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/terminal_text.h"

namespace rerate {
namespace {

constexpr double kWideWidth = 860, kNarrowWidth = 330;  // pixels
constexpr double kWideCurve = 190, kNarrowCurve = 150;
constexpr double kColumn = 6.5, kBoldColumn = 7.2;  // that a character takes
constexpr int kWideNames = 30, kNarrowNames = 15;
constexpr double kGap = 8, kTop = 6, kLabelLane = 17, kBelowCurve = 20, kNoteLine = 16, kBottom = 6;
constexpr double kHeadingRow = 19, kOptionRow = 15;
constexpr double kLeastApart = 0.9;  // of two dots on one row
constexpr double kLeastAxis = 34;    // for the figures of the axis

// What the paths of one look hold.
struct Marks {
  std::string plain, significant;
};

class Drawing {
 public:
  Drawing(const ChartSpecification& curve, Extent extent, ChartWidth width)
      : curve_(curve),
        extent_(extent),
        rows_(specification_rows(curve)),
        narrow_(width == ChartWidth::half),
        width_(narrow_ ? kNarrowWidth : kWideWidth),
        own_(own_point(curve)),
        flip_(flip_point(curve)) {
    lay_out();
  }

  std::string svg() {
    add_axis();
    add_matrix();
    add_upright(own_, "own-line");
    add_upright(flip_, "flip-line");
    add_points();
    add_marked();
    add_note();
    const double height = floor_ + kBottom + kNoteLine * static_cast<double>(note_.size());
    return fmt::format(
        "<svg class=\"static-chart specification {}\" viewBox=\"0 0 {} {}\" width=\"{}\" height=\"{}\" "
        "aria-hidden=\"true\">{}</svg>",
        narrow_ ? "on-narrow" : "on-wide", width_, height, width_, height, body_);
  }

 private:
  template <class... Parts>
  void put(fmt::format_string<Parts...> pattern, Parts&&... parts) {
    fmt::format_to(std::back_inserter(body_), pattern, std::forward<Parts>(parts)...);
  }

  void lay_out() {
    const int most = narrow_ ? kNarrowNames : kWideNames;
    double names = 0;
    int means = 0;
    for (const SpecificationRow& row : rows_.rows) {
      names = std::max(names, column_of(row) * std::min(most, display_columns(option_of(row))));
      means = std::max(means, display_columns(mean_text(curve_, row.line->mean)));
    }
    means = std::max(means, 4);  // "Mean"
    ticks_ = number_ticks(extent_, narrow_ ? 4 : 6);
    double axis = kLeastAxis;
    for (const Tick& tick : ticks_) axis = std::max(axis, kColumn * display_columns(tick.label) + kGap);
    left_ = std::min(0.5 * width_, std::max(axis, names + kIndent + kGap));
    right_ = width_ - (rows_.rows.empty() ? kGap : kColumn * means + 2 * kGap);
    top_ = kTop + kLabelLane * ((own_ ? 1 : 0) + (flip_ ? 1 : 0)) + kGap;
    bottom_ = top_ + (narrow_ ? kNarrowCurve : kWideCurve);
    floor_ = bottom_;
    if (rows_.rows.empty()) return;
    floor_ += kBelowCurve;
    for (const SpecificationRow& row : rows_.rows)
      floor_ += kOptionRow + (row.opens_choice ? kHeadingRow : 0);
    note_ = name_lines(rows_.left_out, static_cast<int>(width_ / kColumn));
  }

  static std::string option_of(const SpecificationRow& row) { return people_label(row.line->option); }

  // Bold letters are wider.
  static double column_of(const SpecificationRow& row) { return row.line->usual ? kBoldColumn : kColumn; }

  double across(std::size_t place) const {
    const double count = static_cast<double>(curve_.points.size());
    return left_ + (static_cast<double>(place) + 0.5) / count * (right_ - left_);
  }
  double down(double value) const {
    const double width = extent_.high / 2 - extent_.low / 2;
    return bottom_ - (width > 0 ? (value / 2 - extent_.low / 2) / width : 0.5) * (bottom_ - top_);
  }
  // So that neighbours touch at most.
  double radius() const {
    const double apart = (right_ - left_) / static_cast<double>(curve_.points.size());
    return std::clamp(0.42 * apart, 1.3, 3.4);
  }

  void add_axis() {
    for (const Tick& tick : ticks_) {
      const double y = down(tick.at);
      put("<path class=\"grid\" d=\"M{:.1f} {:.1f}H{:.1f}\"/>", left_, y, right_);
      put("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>", left_ - kGap, y + 4, tick.label);
    }
    if (std::isfinite(curve_.neutral) && extent_.holds(curve_.neutral))
      put("<path class=\"neutral-line\" d=\"M{:.1f} {:.1f}H{:.1f}\"/>", left_, down(curve_.neutral), right_);
  }

  void add_upright(std::optional<std::size_t> place, const char* look) {
    if (place) put("<path class=\"{}\" d=\"M{:.1f} {}V{}\"/>", look, across(*place), top_ - kGap, floor_);
  }

  // Rings, filled where significant: two paths of half circles there and back.
  void add_points() {
    Marks marks;
    const double r = radius();
    for (std::size_t i = 0; i < curve_.points.size(); ++i) {
      const ChartSpecification::Point& point = curve_.points[i];
      if (!std::isfinite(point.value)) continue;
      fmt::format_to(std::back_inserter(point.significant ? marks.significant : marks.plain),
                     "M{0:.1f} {1:.1f}a{2:.1f} {2:.1f} 0 1 0 {3:.1f} 0a{2:.1f} {2:.1f} 0 1 0 -{3:.1f} 0",
                     across(i) - r, down(point.value), r, 2 * r);
    }
    if (!marks.plain.empty()) put("<path class=\"ring\" d=\"{}\"/>", marks.plain);
    if (!marks.significant.empty()) put("<path class=\"disc\" d=\"{}\"/>", marks.significant);
  }

  // Over the others, with a label each on a lane of its own above the plot.
  void add_marked() {
    double lane = kTop + 11;
    if (flip_) {
      const double x = across(*flip_), y = down(curve_.points[*flip_].value);
      put("<path class=\"flip\" d=\"M{:.1f} {:.1f}h9v9h-9z\"/>", x - 4.5, y - 4.5);
      add_label(flip_label(curve_), x, lane, "flip-label");
      lane += kLabelLane;
    }
    if (own_) {
      const double x = across(*own_), y = down(curve_.points[*own_].value);
      put("<path class=\"own\" d=\"M{:.1f} {:.1f}l6 6l-6 6l-6 -6z\"/>", x, y - 6);
      add_label(own_label(curve_), x, lane, "own-label");
    }
  }

  // As near to its line as the picture's edges let it be.
  void add_label(const std::string& label, double x, double y, const char* look) {
    const std::string text = fit_columns(label, static_cast<int>(width_ / kBoldColumn));
    const double half = kBoldColumn * display_columns(text) / 2;
    put("<text class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>", look,
        std::clamp(x, half, std::max(half, width_ - half)), y, html_text(text));
  }

  void add_matrix() {
    if (rows_.rows.empty()) return;
    put("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">Mean</text>", width_ - 2,
        bottom_ + kBelowCurve + kHeadingRow - 6);
    double y = bottom_ + kBelowCurve;
    for (const SpecificationRow& row : rows_.rows) {
      if (row.opens_choice) {
        put("<path class=\"grid\" d=\"M0 {:.1f}H{}\"/>", y + 1, width_);
        y += kHeadingRow;
        const int columns = static_cast<int>((right_ - kGap) / kBoldColumn);
        put("<text class=\"choice\" x=\"0\" y=\"{:.1f}\">{}</text>", y - 5,
            html_text(fit_columns(people_label(row.line->choice), columns)));
      }
      add_option(row, y + kOptionRow / 2);
      y += kOptionRow;
    }
  }

  void add_option(const SpecificationRow& row, double y) {
    const int columns = static_cast<int>((left_ - kGap - kIndent) / column_of(row) + 1e-9);
    put("<text{} x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>",
        row.line->usual ? " class=\"usual\"" : "", left_ - kGap, y + 4,
        html_text(fit_columns(option_of(row), columns)));
    put("<text{} x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>",
        row.line->usual ? " class=\"usual\"" : "", width_ - 2, y + 4, mean_text(curve_, row.line->mean));
    add_dots(row.line->dots, y);
  }

  // Dots are strokes without length that end round. Where two would lie on one another one is enough.
  void add_dots(const std::vector<std::size_t>& dots, double y) {
    Marks marks;
    double last[2] = {-1, -1};
    for (const std::size_t place : dots) {
      if (place >= curve_.points.size() || !std::isfinite(curve_.points[place].value)) continue;
      const bool significant = curve_.points[place].significant;
      const double x = across(place);
      if (last[significant] >= 0 && std::abs(x - last[significant]) < kLeastApart) continue;
      last[significant] = x;
      fmt::format_to(std::back_inserter(significant ? marks.significant : marks.plain), "M{:.1f} {:.1f}h0", x,
                     y);
    }
    const double wide = std::clamp(2 * radius(), 2.4, 5.5);
    if (!marks.plain.empty())
      put("<path class=\"dots plain\" style=\"stroke-width:{:.1f}\" d=\"{}\"/>", wide, marks.plain);
    if (!marks.significant.empty())
      put("<path class=\"dots\" style=\"stroke-width:{:.1f}\" d=\"{}\"/>", wide, marks.significant);
  }

  void add_note() {
    double y = floor_ + kNoteLine;
    for (const std::string& line : note_) {
      put("<text x=\"0\" y=\"{:.1f}\">{}</text>", y, html_text(line));
      y += kNoteLine;
    }
  }

  static constexpr double kIndent = 8;  // of options under their choice

  const ChartSpecification& curve_;
  Extent extent_;
  SpecificationRows rows_;
  bool narrow_;
  double width_;
  std::optional<std::size_t> own_, flip_;
  std::vector<Tick> ticks_;
  std::vector<std::string> note_;
  double left_ = 0, right_ = 0, top_ = 0, bottom_ = 0, floor_ = 0;
  std::string body_;
};

}  // namespace

std::string static_specification(const ChartSpecification& curve, ChartWidth width) {
  if (const auto extent = specification_extent(curve)) return Drawing(curve, *extent, width).svg();
  return fmt::format(
      "<svg class=\"static-chart specification {}\" viewBox=\"0 0 330 36\" width=\"330\" height=\"36\" "
      "aria-hidden=\"true\"><text x=\"0\" y=\"24\">No definition gives a number</text></svg>",
      width == ChartWidth::half ? "on-narrow" : "on-wide");
}

}  // namespace rerate

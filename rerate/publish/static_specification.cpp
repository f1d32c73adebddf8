#include "rerate/publish/static_specification.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
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

constexpr double kNameLine = 13;  // the second line of a long option
constexpr double kOutline = 0.9, kBolder = 0.8;

// Dots are strokes without length that end round. Each is told as a step from the one before, which halves the text; in whole
// tenths of a pixel, so that steps add up to places.
class DotPath {
 public:
  void add(double x, double y) {
    const std::int64_t across = std::llround(10 * x), down = std::llround(10 * y);
    text_ += text_.empty() ? 'M' : 'm';
    add_tenths(across - across_);
    if (down >= down_) text_ += ' ';  // a sign parts them, too
    add_tenths(down - down_);
    text_ += "h0";
    across_ = across;
    down_ = down;
  }
  const std::string& text() const { return text_; }

 private:
  void add_tenths(std::int64_t tenths) {
    if (tenths < 0) text_ += '-';
    tenths = std::abs(tenths);
    if (tenths >= 10 || tenths == 0) text_ += std::to_string(tenths / 10);
    if (tenths % 10 != 0) {
      text_ += '.';
      text_ += std::to_string(tenths % 10);
    }
  }

  std::string text_;
  std::int64_t across_ = 0, down_ = 0;
};

// What the paths of one look hold.
struct Marks {
  DotPath plain, significant;
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
      names_.push_back(option_lines(row, most));
      for (const std::string& line : names_.back())
        names = std::max(names, column_of(row) * std::min(most, display_columns(line)));
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
    for (std::size_t i = 0; i < rows_.rows.size(); ++i)
      floor_ += height_of(i) + (rows_.rows[i].opens_choice ? kHeadingRow : 0);
    note_ = name_lines(rows_.left_out, static_cast<int>(width_ / kColumn));
  }

  // One line, or two where it is long.
  static std::vector<std::string> option_lines(const SpecificationRow& row, int columns) {
    std::vector<std::string> lines = name_lines(people_label(row.line->option), columns);
    for (; lines.size() > 2; lines.pop_back()) lines[lines.size() - 2] += " " + lines.back();
    if (lines.empty()) lines.emplace_back();
    return lines;
  }
  double height_of(std::size_t row) const { return kOptionRow + (names_[row].size() > 1 ? kNameLine : 0); }

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

  // Rings, discs where significant and a little larger: where they crowd, colour alone would not tell.
  void add_points() {
    Marks marks;
    for (std::size_t i = 0; i < curve_.points.size(); ++i) {
      const ChartSpecification::Point& point = curve_.points[i];
      if (!std::isfinite(point.value)) continue;
      (point.significant ? marks.significant : marks.plain).add(across(i), down(point.value));
    }
    const double wide = 2 * radius();
    put_dots("ring", wide + kOutline, marks.plain);
    put_dots("hole", wide - kOutline, marks.plain);
    put_dots("disc", wide + kOutline + kBolder, marks.significant);
  }

  void put_dots(const char* look, double wide, const DotPath& dots) {
    if (!dots.text().empty())
      put("<path class=\"{}\" style=\"stroke-width:{:.1f}\" d=\"{}\"/>", look, wide, dots.text());
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
    for (std::size_t i = 0; i < rows_.rows.size(); ++i) {
      const SpecificationRow& row = rows_.rows[i];
      if (row.opens_choice) {
        put("<path class=\"grid\" d=\"M0 {:.1f}H{}\"/>", y + 1, width_);
        y += kHeadingRow;
        const int columns = static_cast<int>((right_ - kGap) / kBoldColumn);
        put("<text class=\"choice\" x=\"0\" y=\"{:.1f}\">{}</text>", y - 5,
            html_text(fit_columns(people_label(row.line->choice), columns)));
      }
      add_option(row, names_[i], y + height_of(i) / 2);
      y += height_of(i);
    }
  }

  void add_option(const SpecificationRow& row, const std::vector<std::string>& name, double y) {
    const int columns = static_cast<int>((left_ - kGap - kIndent) / column_of(row) + 1e-9);
    const char* look = row.line->usual ? " class=\"usual\"" : "";
    double at = y + 4 - kNameLine / 2 * static_cast<double>(name.size() - 1);
    for (const std::string& line : name) {
      put("<text{} x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>", look, left_ - kGap, at,
          html_text(fit_columns(line, columns)));
      at += kNameLine;
    }
    put("<text{} x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>", look, width_ - 2, y + 4,
        mean_text(curve_, row.line->mean));
    add_dots(row.line->dots, y);
  }

  // Where two would lie on one another one is enough.
  void add_dots(const std::vector<std::size_t>& dots, double y) {
    Marks marks;
    double last[2] = {-1, -1};
    for (const std::size_t place : dots) {
      if (place >= curve_.points.size() || !std::isfinite(curve_.points[place].value)) continue;
      const bool significant = curve_.points[place].significant;
      const double x = across(place);
      if (last[significant] >= 0 && std::abs(x - last[significant]) < kLeastApart) continue;
      last[significant] = x;
      (significant ? marks.significant : marks.plain).add(x, y);
    }
    const double wide = std::clamp(2 * radius(), 2.4, 5.5);
    put_dots("dots plain", wide, marks.plain);
    put_dots("dots", wide, marks.significant);
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
  std::vector<std::vector<std::string>> names_;  // of options, by row, in lines
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

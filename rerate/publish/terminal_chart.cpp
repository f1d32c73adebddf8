#include "rerate/publish/terminal_chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <span>
#include <string_view>

#include "rerate/base/utf8.h"
#include "rerate/publish/chart_frame.h"
#include "rerate/publish/chart_heatmap.h"
#include "rerate/publish/chart_ribbons.h"
#include "rerate/publish/chart_rows.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/terminal_canvas.h"
#include "rerate/publish/terminal_text.h"

namespace rerate {
namespace {

constexpr int kLeastWidth = 36, kMostName = 18, kRows = 9, kFarApart = 4;

struct Marks {
  std::string_view tick, axis, bar, point, recession, nothing;
  std::string_view shades[4];
};
constexpr Marks kUnicodeMarks{"┤", "│", "│", "●", "▄", "·", {"█", "▓", "▒", "░"}};
constexpr Marks kAsciiMarks{"|", "|", "|", "o", "=", "'", {"#", "=", "-", "."}};

std::string blanks(int count) { return std::string(static_cast<std::size_t>(std::max(0, count)), ' '); }

int decimals_for(Extent range) {
  if (range.width() >= 100) return 0;
  return range.width() >= 2 || range.width() == 0 ? 1 : range.width() >= 0.2 ? 2 : 4;
}

// Whether what the lines and bars tell are counts, which have no decimals.
bool tells_counts(const Chart& chart) {
  constexpr double kFewest = 4;  // up to which the axis tells halves
  double most = 0;
  const auto counts = [&](double value) {
    most = std::max(most, std::abs(value));
    return !std::isfinite(value) || value == std::floor(value);
  };
  for (const ChartLine& line : chart.lines)
    if (!std::all_of(line.y.begin(), line.y.end(), counts)) return false;
  return !chart.lines.empty() && chart.bands.empty() && most >= kFewest;
}

class Picture {
 public:
  Picture(const Chart& chart, Extent x, int width, bool unicode)
      : chart_(chart),
        unicode_(unicode),
        marks_(unicode ? kUnicodeMarks : kAsciiMarks),
        width_(std::max(width, kLeastWidth)),
        x_(x),
        y_(y_extent(chart).value_or(Extent{0, 1})),
        scale_(y_scale(chart, y_)),
        shades_(ribbon_legend(chart)),
        heat_(heat_scale(chart)),
        counts_(tells_counts(chart)) {
    label_rows();
    columns_ = width_ - margin_ - 2;
  }

  std::vector<std::string> lines() {
    add_title();
    if (has_plot(chart_)) add_plot();
    if (has_ribbons(chart_)) add_ribbons();
    if (heat_) add_heatmap();
    add_axis();
    add_legend();
    return std::move(lines_);
  }

 private:
  std::string words(std::string_view text) const {
    const std::string clean = one_clean_line(people_label(text));
    return unicode_ ? clean : ascii_only(clean);
  }

  std::string fitted(const std::string& text, int columns) const {
    const std::string shown = fit_columns(text, columns);
    return unicode_ ? shown : ascii_only(shown);
  }

  std::string figure(double value) const {
    const std::string text = people_number(value, counts_ ? 0 : decimals_for(y_));
    return unicode_ ? text : ascii_only(text);
  }

  // What stands left of each row of the plot, and how much room that and the names of ribbons take.
  void label_rows() {
    if (has_plot(chart_)) {
      labels_.resize(kRows);
      labels_.front() = figure(y_.high);
      labels_.back() = figure(y_.low);
      if (!has_log_axis(chart_)) labels_[kRows / 2] = figure(y_.low / 2 + y_.high / 2);
    }
    for (const std::string& label : labels_) margin_ = std::max(margin_, display_columns(label));
    margin_ = std::min(margin_, kMostName);
    if (has_ribbons(chart_))
      for (const ChartRibbon& ribbon : chart_.ribbons)
        margin_ = std::max(margin_, std::min(kMostName, display_columns(words(ribbon.label))));
    if (heat_)
      for (const std::string& row : heat_rows(chart_))
        margin_ = std::max(margin_, std::min(kMostName, display_columns(words(row))));
  }

  void add_title() {
    const std::string unit = words(measure(chart_));
    const std::string title = words(chart_.title) + (unit.empty() ? "" : " (" + unit + ")");
    for (const std::string& line : name_lines(title, width_)) lines_.push_back(line);
  }

  void add_row(const std::string& label, std::string_view axis, const std::string& row) {
    const std::string shown = fitted(label, margin_);
    lines_.push_back(fmt::format("{}{} {}{}", blanks(margin_ - display_columns(shown)), shown, axis, row));
  }

  static int place(double share, int dots) {
    return std::clamp(static_cast<int>(std::lround(share * (dots - 1))), 0, dots - 1);
  }
  int across(double x, int dots) const {
    return place(x_.width() > 0 ? (x - x_.low) / x_.width() : 0.5, dots);
  }
  int down(double y, int dots) const { return dots - 1 - place(scale_.share(y), dots); }

  void draw_path(TerminalCanvas& canvas, const std::vector<double>& x, const std::vector<double>& y,
                 bool step, int gap) const {
    bool drawing = false;
    int from_x = 0, from_y = 0;
    for (std::size_t k = 0; k < std::min(x.size(), y.size()); ++k) {
      if (!has_place(chart_, x[k])) continue;
      if (!std::isfinite(y[k])) {
        drawing = false;
        continue;
      }
      const int to_x = across(x[k], canvas.width()), to_y = down(y[k], canvas.height());
      if (!drawing) {
        canvas.dot(to_x, to_y);
      } else if (step) {
        canvas.stroke(from_x, from_y, to_x, from_y, gap);
        canvas.stroke(to_x, from_y, to_x, to_y, gap);
      } else {
        canvas.stroke(from_x, from_y, to_x, to_y, gap);
      }
      drawing = true;
      from_x = to_x;
      from_y = to_y;
    }
  }

  void draw_points(TerminalCanvas& canvas) const {
    const auto drawn = [&](const ChartPoint& point) {
      return has_place(chart_, point.x) && std::isfinite(point.y);
    };
    for (const ChartPoint& point : chart_.points)
      if (drawn(point) && has_error_bar(point)) {
        const int low = down(point.low, kRows), high = down(point.high, kRows);
        for (int row = std::min(low, high); row <= std::max(low, high); ++row)
          canvas.put(across(point.x, columns_), row, marks_.bar);
      }
    for (const ChartPoint& point : chart_.points)
      if (drawn(point)) canvas.put(across(point.x, columns_), down(point.y, kRows), marks_.point);
  }

  void add_plot() {
    TerminalCanvas canvas(columns_, kRows, unicode_);
    for (std::size_t i = 0; i < chart_.bands.size(); ++i)
      for (const std::vector<double>* edge : {&chart_.bands[i].low, &chart_.bands[i].high})
        draw_path(canvas, chart_.bands[i].x, *edge, band_steps(chart_, i), kFarApart);
    for (const ChartLine& line : chart_.lines)
      draw_path(canvas, line.x, line.y, line.step, is_faint(line) ? kFarApart : 1);
    draw_points(canvas);
    for (int i = 0; i < kRows; ++i) {
      const std::string& label = labels_[static_cast<std::size_t>(i)];
      add_row(label, label.empty() ? marks_.axis : marks_.tick, canvas.row(i));
    }
  }

  static bool is_faint(const ChartLine& line) { return line.role == ChartLine::Role::reference; }

  // Of a colour, by its place among those of the chart.
  std::string_view shade(std::string_view colour) const {
    constexpr std::string_view kNumbers[] = {"1", "2", "3", "4", "5", "6"};
    const auto found = std::find_if(shades_.begin(), shades_.end(),
                                    [&](const RibbonState& entry) { return entry.colour == colour; });
    const auto place = static_cast<std::size_t>(found - shades_.begin());
    const std::size_t count = shades_.size();
    if (count > std::size(marks_.shades)) return kNumbers[std::min(place, std::size(kNumbers) - 1)];
    const std::size_t last = std::max<std::size_t>(count, 2) - 1;
    return marks_.shades[(2 * place * (std::size(marks_.shades) - 1) + last) / (2 * last)];
  }

  // How much of the column lies between the two places.
  double share_of(int column, double from, double to) const {
    const double width = x_.width() / columns_, low = x_.low + column * width;
    return std::max(0.0, std::min(to, low + width) - std::max(from, low)) / width;
  }

  // The state that rules most of each column; blank where there is none for more than half of it.
  std::string ribbon_row(const ChartRibbon& ribbon) const {
    const std::vector<ChartRibbon::Stretch> stretches = visible_stretches(ribbon, x_);
    const std::vector<RibbonState> states = ribbon_states(chart_);
    std::vector<std::string_view> shades;
    for (const std::string& state : ribbon.states) shades.push_back(shade(colour_of_state(states, state)));
    std::string row;
    for (int column = 0; column < columns_; ++column) {
      std::vector<double> rule(ribbon.states.size(), 0);
      double none = 1;
      for (const ChartRibbon::Stretch& stretch : stretches) {
        const double share = share_of(column, stretch.from, stretch.to);
        rule[stretch.state] += share;
        none -= share;
      }
      const auto most = std::max_element(rule.begin(), rule.end());
      row += none > 0.5 ? " " : shades[static_cast<std::size_t>(most - rule.begin())];
    }
    return row;
  }

  // A recession shows however short it is.
  std::string recession_row(std::string& name) const {
    const std::vector<ChartSpan> spans = visible_spans(chart_, x_);
    std::string row;
    for (int column = 0; column < columns_; ++column) {
      bool shaded = false;
      for (const ChartSpan& span : spans)
        if (span.role == ChartSpan::Role::recession && share_of(column, span.from, span.to) > 0) {
          shaded = true;
          name = span.label.empty() ? "recession" : span.label;
        }
      row += shaded ? marks_.recession : " ";
    }
    return row;
  }

  void add_ribbons() {
    std::string name;
    if (const std::string row = recession_row(name); !name.empty()) add_row(words(name), " ", row);
    for (const ChartRibbon& ribbon : chart_.ribbons) add_row(words(ribbon.label), " ", ribbon_row(ribbon));
  }

  // Of a scale from 0 the shades, the darkest for the most; around 0 figures, for there are more classes.
  std::string heat_mark(std::size_t shade) const {
    constexpr std::size_t kShades = std::size(kUnicodeMarks.shades);
    if (heat_->around_zero) return std::to_string(shade + 1);
    if (shade == 0) return std::string(marks_.nothing);
    const std::size_t above = heat_->classes.size() - 1;
    return std::string(marks_.shades[kShades - shade * kShades / above]);
  }

  // The class of the mean of each column's cells; blank where there is none for more than half of it.
  std::string heat_row(std::span<const HeatStretch> stretches) const {
    std::string text;
    for (int column = 0; column < columns_; ++column) {
      double sum = 0, known = 0;
      for (const HeatStretch& stretch : stretches) {
        const double share = share_of(column, stretch.from, stretch.to);
        sum += share * stretch.value;
        known += share;
      }
      text += known < 0.5 ? " " : heat_mark(heat_->class_of(sum / known));
    }
    return text;
  }

  void add_heatmap() {
    std::string name;
    if (const std::string row = recession_row(name); !name.empty()) add_row(words(name), " ", row);
    const std::vector<std::string> names = heat_rows(chart_);
    const std::vector<HeatStretch> stretches = heat_stretches(chart_, *heat_, HeatAlike::value);
    auto first = stretches.begin();  // they stand row by row
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto last = std::find_if(first, stretches.end(), [&](const auto& one) { return one.row != i; });
      add_row(words(names[i]), " ", heat_row({first, last}));
      first = last;
    }
  }

  void add_axis() {
    const auto text = [&](double x) {
      const std::string shown = x_text(grain_of(chart_), x);
      return unicode_ ? shown : ascii_only(shown);
    };
    // The last cell ends where the day after it begins.
    const std::string low = text(x_.low), high = text(heat_ && chart_.time_axis ? x_.high - 1 : x_.high);
    const int room = columns_ - display_columns(low) - display_columns(high);
    const std::string title = room > 6 ? fitted(words(chart_.x_title), room - 4) : std::string();
    const int before = std::max(1, (room - display_columns(title)) / 2);
    add_row("", " ",
            fitted(low + blanks(before) + title + blanks(room - before - display_columns(title)) + high,
                   columns_));
  }

  void add_legend() {
    const auto tell = [&](const std::string& text) {
      for (const std::string& line : name_lines(text, columns_)) lines_.push_back(blanks(margin_ + 2) + line);
    };
    const auto add = [](std::string& text, const std::string& entry) {
      text += (text.empty() ? "" : "  ") + entry;
    };
    std::string lines, faint, states;
    for (const ChartLine& line : chart_.lines)
      if (!line.label.empty()) add(is_faint(line) ? faint : lines, words(line.label));
    for (const ChartBand& band : chart_.bands)
      if (!band.label.empty()) add(faint, words(band.label));
    if (!faint.empty()) tell((lines.empty() ? "" : lines + "; ") + "dotted: " + faint);
    if (has_ribbons(chart_))
      for (const RibbonState& entry : shades_)
        add(states, fmt::format("{} {}", shade(entry.colour), words(entry.label)));
    if (heat_)
      for (std::size_t i = 0; i < heat_->classes.size(); ++i)
        add(states, fmt::format("{} {}", heat_mark(i), words(heat_->classes[i].label)));
    tell(states);
  }

  const Chart& chart_;
  bool unicode_;
  const Marks& marks_;
  int width_;
  Extent x_, y_;
  YScale scale_;
  std::vector<RibbonState> shades_;
  std::optional<HeatScale> heat_;
  bool counts_;  // what the vertical axis tells has no decimals
  std::vector<std::string> labels_;
  int margin_ = 0, columns_ = 0;
  std::vector<std::string> lines_;
};

}  // namespace

std::vector<std::string> terminal_chart(const Chart& chart, int width, bool unicode) {
  const auto x = x_extent(chart);
  if (has_rows(chart) || !x || (!has_ribbons(chart) && !heat_scale(chart) && !y_extent(chart))) return {};
  return Picture(chart, *x, width, unicode).lines();
}

}  // namespace rerate

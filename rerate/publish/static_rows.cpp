#include "rerate/publish/static_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <vector>

#include "rerate/publish/axis_ticks.h"
#include "rerate/publish/chart_palette.h"
#include "rerate/publish/chart_rows.h"
#include "rerate/publish/html_text.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/terminal_text.h"

namespace rerate {
namespace {

constexpr double kTop = 10, kAxisRoom = 24, kGap = 8;  // pixels
constexpr double kRuleLine = 14, kNameLine = 14;
constexpr double kColumn = 6.6;    // pixels a character of a name takes
constexpr double kValueRoom = 58;  // beyond the data, for what is written there
constexpr double kTickRoom = 80;   // an axis label

std::string variable(std::string_view colour) { return fmt::format("var(--chart-{})", colour); }

class Rows {
 public:
  Rows(const Chart& chart, ChartWidth width, double pixels)
      : chart_(chart),
        wide_(width),
        width_(pixels),
        extent_(value_extent(chart)),
        step_(row_step(chart)),
        names_(names_of(chart)) {
    columns_ = width == ChartWidth::half ? kNarrowNameColumns : kWideNameColumns;
    left_ = kColumn * longest_line() + 2 * kGap;
    top_ = kTop + kRuleLine * rule_line_count(chart, width);
    bottom_ = top_ + step_ * static_cast<double>(count());
  }

  StaticRows draw() {
    add_axis();
    add_rules();
    if (is_stacked(chart_))
      add_stacks();
    else if (chart_.intervals.empty())
      add_bars();
    else
      add_intervals();
    add_rule_labels();
    return {std::move(body_), bottom_ + kAxisRoom};
  }

 private:
  template <class... Parts>
  void put(fmt::format_string<Parts...> pattern, Parts&&... parts) {
    fmt::format_to(std::back_inserter(body_), pattern, std::forward<Parts>(parts)...);
  }

  std::size_t count() const {
    if (!chart_.intervals.empty()) return chart_.intervals.size();
    return is_stacked(chart_) ? names_.size() : chart_.bars.size();
  }

  // Without a legend's colours at hand, bars of several groups name theirs.
  static std::vector<std::string> names_of(const Chart& chart) {
    std::vector<std::string> names = row_names(chart);
    if (chart.intervals.empty() && !is_waterfall(chart) && !is_stacked(chart) && bar_groups(chart).size() > 1)
      for (std::size_t i = 0; i < names.size(); ++i) names[i] += ", " + chart.bars[i].series;
    return names;
  }

  int longest_line() const {
    int longest = 0;
    for (const std::string& name : names_)
      for (const std::string& line : name_lines(name, columns_))
        longest = std::max(longest, display_columns(line));
    return longest;
  }

  // Room for values on both sides, but none below a base at the plot's edge.
  double across(double value) const {
    const bool stands_on_edge = chart_.intervals.empty() && extent_.low >= 0;
    const double from = left_ + (stands_on_edge ? 0 : kValueRoom), to = width_ - kValueRoom;
    // Halves first: the range of huge values must not overflow.
    const double width = extent_.high / 2 - extent_.low / 2;
    return from + (width > 0 ? (value / 2 - extent_.low / 2) / width : 0.5) * (to - from);
  }

  double middle_of(std::size_t row) const { return top_ + step_ * (static_cast<double>(row) + 0.5); }

  void add_axis() {
    int wanted = std::max(2, static_cast<int>((width_ - left_) / kTickRoom));
    if (counts_things(chart_)) wanted = static_cast<int>(std::clamp<double>(extent_.width(), 1, wanted));
    for (const Tick& tick : number_ticks(extent_, wanted)) {
      const double x = across(tick.at);
      put("<path class=\"grid\" d=\"M{:.1f} {}V{}\"/>", x, top_, bottom_);
      put("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>", x, bottom_ + 17, tick.label);
    }
  }

  void add_name(std::size_t row) {
    const std::vector<std::string> lines = name_lines(names_[row], columns_);
    double y = middle_of(row) + 4 - kNameLine * (static_cast<double>(lines.size()) - 1) / 2;
    for (const std::string& line : lines) {
      put("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>", left_ - kGap, y, html_text(line));
      y += kNameLine;
    }
  }

  // --- dumbbells ---
  void add_intervals() {
    for (std::size_t i = 0; i < chart_.intervals.size(); ++i) {
      const ChartInterval& interval = chart_.intervals[i];
      add_name(i);
      if (std::isfinite(interval.low) && std::isfinite(interval.high)) add_range(interval, middle_of(i));
      if (has_inner_range(interval)) add_inner(interval, middle_of(i));
      if (std::isfinite(interval.middle)) add_middle(interval, middle_of(i));
    }
  }

  void add_range(const ChartInterval& interval, double y) {
    const double low = across(interval.low), high = across(interval.high);
    put("<path class=\"{}\" d=\"M{:.1f} {:.1f}H{:.1f}\"/>", has_inner_ranges(chart_) ? "whisker" : "range",
        low, y, high);
    put("<path class=\"ends\" d=\"M{0:.1f} {1:.1f}v13M{2:.1f} {1:.1f}v13\"/>", low, y - 6.5, high);
  }

  void add_inner(const ChartInterval& interval, double y) {
    put("<path class=\"inner\" d=\"M{:.1f} {:.1f}H{:.1f}\"/>", across(interval.inner_low), y,
        across(interval.inner_high));
  }

  void add_middle(const ChartInterval& interval, double y) {
    const double x = across(interval.middle);
    put("<circle class=\"middle\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"5.4\"/>", x, y);
    if (!interval.label.empty())
      put("<text class=\"told\" x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>", x, y - 10,
          label_anchor(interval.label, x), html_text(people_sentence(interval.label)));
  }

  // A long label turns inwards from the side it is near, where names stand or the picture ends.
  const char* label_anchor(std::string_view label, double x) const {
    constexpr int kLong = 20;
    if (display_columns(label) < kLong) return "middle";
    const double share = (x - left_) / (width_ - left_);
    return share < 1.0 / 3 ? "start" : share > 2.0 / 3 ? "end" : "middle";
  }

  // --- bars and waterfalls ---
  void add_bars() {
    const std::vector<std::string> groups = bar_groups(chart_);
    const double base = bar_base(extent_);
    for (std::size_t i = 0; i < chart_.bars.size(); ++i) {
      const ChartBar& bar = chart_.bars[i];
      add_name(i);
      if (std::isfinite(bar.value) && std::isfinite(bar.from.value_or(base)))
        add_bar(bar, i, colour_of(bar, groups));
    }
    add_zero();
  }

  void add_zero() {
    if (extent_.low <= 0 && extent_.high >= 0)
      put("<path class=\"axis\" d=\"M{:.1f} {}V{}\"/>", across(0), top_, bottom_);
  }

  // Each bar goes on where the one before it ended, to its side of 0; a dot for the sum, and its figure beyond the end.
  void add_stacks() {
    const std::vector<std::string> groups = bar_groups(chart_);
    const std::vector<BarStack> stacks = bar_stacks(chart_);
    for (std::size_t row = 0; row < stacks.size(); ++row) {
      const BarStack& stack = stacks[row];
      add_name(row);
      double low = 0, high = 0;
      for (const ChartBar& bar : chart_.bars)
        if (bar.category == stack.category && std::isfinite(bar.value)) {
          double& end = bar.value < 0 ? low : high;
          add_part(end, end + bar.value, row, colour_of(bar, groups));
          end += bar.value;
        }
      put("<circle class=\"sum\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\"/>", across(stack.sum), middle_of(row));
      put("<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>", across(stack.high) + 8, middle_of(row) + 4,
          stack_text(chart_, stack));
    }
    add_zero();
  }

  void add_part(double from, double to, std::size_t row, std::string_view colour) {
    const double begin = across(from), end = across(to), half = std::min(10.0, step_ / 2 - 4);
    put("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\" style=\"fill:{}\"/>",
        std::min(begin, end), middle_of(row) - half, std::abs(end - begin), 2 * half, variable(colour));
  }

  std::string_view colour_of(const ChartBar& bar, const std::vector<std::string>& groups) const {
    if (is_waterfall(chart_)) return step_colour(step_of(bar));
    const auto group = std::find(groups.begin(), groups.end(), bar.series) - groups.begin();
    return series_colour(static_cast<std::size_t>(group)).name;
  }

  void add_bar(const ChartBar& bar, std::size_t row, std::string_view colour) {
    const double begin = across(bar.from.value_or(bar_base(extent_))), end = across(bar.value);
    const double half = std::min(10.0, step_ / 2 - 4), y = middle_of(row);
    put("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\" style=\"fill:{}\"/>",
        std::min(begin, end), y - half, std::abs(end - begin), 2 * half, variable(colour));
    const bool leftwards = end < begin && !is_waterfall(chart_);
    put("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>",
        leftwards ? end - 6 : std::max(begin, end) + 6, y + 4, leftwards ? "end" : "start",
        bar_text(chart_, bar));
    if (is_waterfall(chart_) && row + 1 < chart_.bars.size())
      put("<path class=\"axis\" d=\"M{:.1f} {:.1f}V{:.1f}\"/>", end, y + half, middle_of(row + 1) - half);
  }

  // --- levels across all rows ---
  void add_rules() {
    for (const ChartRule& rule : chart_.rules)
      if (std::isfinite(rule.at))
        put("<path class=\"rule\" d=\"M{:.1f} {}V{}\"/>", across(rule.at), top_, bottom_);
  }

  void add_rule_labels() {
    const std::vector<int> lines = rule_label_lines(chart_, wide_);
    for (std::size_t i = 0; i < chart_.rules.size(); ++i)
      if (std::isfinite(chart_.rules[i].at) && !chart_.rules[i].label.empty())
        put("<text x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>", across(chart_.rules[i].at),
            top_ - 4 - kRuleLine * lines[i], html_text(people_label(chart_.rules[i].label)));
  }

  const Chart& chart_;
  ChartWidth wide_;
  double width_;
  Extent extent_;
  double step_;
  std::vector<std::string> names_;
  int columns_ = 0;
  double left_ = 0, top_ = 0, bottom_ = 0;
  std::string body_;
};

}  // namespace

StaticRows static_rows(const Chart& chart, ChartWidth width, double pixels) {
  return Rows(chart, width, pixels).draw();
}

}  // namespace rerate

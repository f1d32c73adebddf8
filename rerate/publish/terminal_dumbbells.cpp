#include "rerate/publish/terminal_dumbbells.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include "rerate/base/utf8.h"
#include "rerate/publish/chart_rows.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/terminal_text.h"

namespace rerate {
namespace {

constexpr int kLeastWidth = 36, kMostName = 28, kMostLabel = 24, kGap = 2, kLeastPlot = 12;
constexpr std::size_t kMostRows = 40;

struct Marks {
  std::string_view low, line, inner, middle, high, rule;
};
constexpr Marks kUnicodeMarks{"├", "─", "█", "●", "┤", "│"};
constexpr Marks kAsciiMarks{"[", "-", "=", "o", "]", ":"};

std::string blanks(int count) { return std::string(static_cast<std::size_t>(std::max(0, count)), ' '); }

class Dumbbells {
 public:
  Dumbbells(const Chart& chart, int width, bool unicode)
      : chart_(chart),
        marks_(unicode ? kUnicodeMarks : kAsciiMarks),
        unicode_(unicode),
        extent_(value_extent(chart)) {
    const std::size_t shown = std::min(chart.intervals.size(), kMostRows);
    int label = 0;
    for (std::size_t i = 0; i < shown; ++i) {
      name_ = std::max(name_, display_columns(words(chart.intervals[i].category)));
      label = std::max(label, display_columns(words(chart.intervals[i].label)));
    }
    width = std::max(width, kLeastWidth);
    label_ = std::min(label, kMostLabel);
    name_ = std::min({name_, kMostName, width - label_ - kLeastPlot - 2 * kGap});
    if (name_ < 8) label_ = 0, name_ = std::min(kMostName, width / 3);
    plot_ = width - name_ - label_ - 2 * kGap;
  }

  std::vector<std::string> lines() const {
    std::vector<std::string> all;
    const std::size_t shown = std::min(chart_.intervals.size(), kMostRows);
    for (std::size_t i = 0; i < shown; ++i) all.push_back(row(chart_.intervals[i]));
    if (shown < chart_.intervals.size())
      all.push_back(fmt::format("and {} more", chart_.intervals.size() - shown));
    all.push_back(axis());
    add_legend(all);
    for (const ChartRule& rule : chart_.rules)
      if (std::isfinite(rule.at) && !rule.label.empty())
        all.push_back(blanks(name_ + kGap) +
                      fitted(fmt::format("{} {}", marks_.rule, words(rule.label)), plot_ + label_));
    return all;
  }

 private:
  std::string words(std::string_view text) const {
    const std::string clean = one_clean_line(people_sentence(text));
    return unicode_ ? clean : ascii_only(clean);
  }

  std::string fitted(const std::string& text, int columns) const {
    const std::string shown = fit_columns(text, columns);
    return unicode_ ? shown : ascii_only(shown);
  }

  // What the two ranges are, where a row has both.
  void add_legend(std::vector<std::string>& all) const {
    if (!has_inner_ranges(chart_)) return;
    for (const auto& [mark, label] :
         {std::pair{marks_.inner, &chart_.inner_label}, std::pair{marks_.line, &chart_.range_label}})
      if (!label->empty())
        all.push_back(blanks(name_ + kGap) +
                      fitted(fmt::format("{0}{0} {1}", mark, words(*label)), plot_ + label_));
  }

  std::size_t place(double value) const {
    // Halves first: the range of huge values must not overflow.
    const double width = extent_.high / 2 - extent_.low / 2;
    const double share = width > 0 ? (value / 2 - extent_.low / 2) / width : 0.5;
    return static_cast<std::size_t>(std::clamp(std::lround(share * (plot_ - 1)), 0L, long{plot_} - 1));
  }

  std::string row(const ChartInterval& interval) const {
    std::vector<std::string_view> cells(static_cast<std::size_t>(plot_), " ");
    if (std::isfinite(interval.low) && std::isfinite(interval.high)) {
      const std::size_t low = place(std::min(interval.low, interval.high));
      const std::size_t high = place(std::max(interval.low, interval.high));
      std::fill(cells.begin() + static_cast<long>(low), cells.begin() + static_cast<long>(high), marks_.line);
      cells[low] = marks_.low;
      cells[high] = marks_.high;
    }
    if (has_inner_range(interval)) {
      const std::size_t low = place(std::min(interval.inner_low, interval.inner_high));
      const std::size_t high = place(std::max(interval.inner_low, interval.inner_high));
      std::fill(cells.begin() + static_cast<long>(low), cells.begin() + static_cast<long>(high) + 1,
                marks_.inner);
    }
    for (const ChartRule& rule : chart_.rules)
      if (std::isfinite(rule.at)) cells[place(rule.at)] = marks_.rule;
    if (std::isfinite(interval.middle)) cells[place(interval.middle)] = marks_.middle;
    const std::string name = fitted(words(interval.category), name_);
    std::string line = name + blanks(name_ - display_columns(name) + kGap);
    for (const std::string_view cell : cells) line += cell;
    line += blanks(kGap) + fitted(words(interval.label), label_);
    return line.substr(0, line.find_last_not_of(' ') + 1);
  }

  std::string axis() const {
    const double most = std::max(std::abs(extent_.low), std::abs(extent_.high));
    const int decimals = most >= 100 ? 0 : most >= 10 ? 1 : 2;
    std::string low = people_number(extent_.low, decimals), high = people_number(extent_.high, decimals);
    if (!unicode_) low = ascii_only(low), high = ascii_only(high);
    const int between = plot_ - display_columns(low) - display_columns(high);
    return blanks(name_ + kGap) + fitted(low + blanks(std::max(1, between)) + high, plot_ + label_);
  }

  const Chart& chart_;
  Marks marks_;
  bool unicode_;
  Extent extent_;
  int name_ = 0, label_ = 0, plot_ = 0;
};

}  // namespace

std::vector<std::string> terminal_dumbbells(const Chart& chart, int width, bool unicode) {
  if (chart.intervals.empty()) return {};
  return Dumbbells(chart, width, unicode).lines();
}

}  // namespace rerate

#include "rerate/publish/chart_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "rerate/publish/chart_heatmap.h"
#include "rerate/publish/chart_specification.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/terminal_text.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

constexpr std::size_t kMostToldRows = 24;

void widen(std::optional<Extent>& extent, double value) {
  if (!std::isfinite(value)) return;
  if (!extent) extent = Extent{value, value};
  extent->low = std::min(extent->low, value);
  extent->high = std::max(extent->high, value);
}

// One number of decimals for all figures of a chart: whole ones stay whole, large ones need none.
int decimals_of(const std::vector<double>& values) {
  double most = 0;
  bool whole = true;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    most = std::max(most, std::abs(value));
    whole = whole && value == std::floor(value);
  }
  if (whole || most >= 1000) return 0;
  return most < 2 ? 2 : 1;
}

int bar_decimals(const Chart& chart) {
  std::vector<double> values;
  for (const ChartBar& bar : chart.bars) values.push_back(bar.value);
  return decimals_of(values);
}

int interval_decimals(const Chart& chart) {
  std::vector<double> values;
  for (const ChartInterval& interval : chart.intervals)
    values.insert(values.end(), {interval.low, interval.middle, interval.high});
  return decimals_of(values);
}

// Zero far below (or above) all steps would leave them no room.
bool leaves_zero_out(const Chart& chart) {
  std::optional<Extent> extent;
  for (const ChartBar& bar : chart.bars) {
    widen(extent, bar.value);
    if (bar.from) widen(extent, *bar.from);
  }
  return is_waterfall(chart) && extent && extent->low > extent->width();
}

std::string range_text(const Chart& chart, double low, double high) {
  if (!std::isfinite(low) || !std::isfinite(high)) return {};
  const int decimals = interval_decimals(chart);
  return fmt::format("{} to {}", people_number(low, decimals), people_number(high, decimals));
}

// "coefficients and residuals 1,894 to 2,768; coefficients 2,100 to 2,500": named where there are two.
std::string told_ranges(const Chart& chart, const ChartInterval& interval) {
  const std::string range = interval_text(chart, interval), inner = inner_text(chart, interval);
  if (inner.empty()) return range;
  const auto named = [](const std::string& name, const std::string& text) {
    return name.empty() ? text : people_sentence(name) + " " + text;
  };
  const std::string within = named(chart.inner_label.empty() ? "inner" : chart.inner_label, inner);
  return range.empty() ? within : named(chart.range_label, range) + "; " + within;
}

bool names_groups(const Chart& chart) {
  return is_waterfall(chart) && bar_groups(chart).size() > 1 && bars_share_categories(chart);
}

}  // namespace

bool has_rows(const Chart& chart) { return !chart.bars.empty() || !chart.intervals.empty(); }

bool is_waterfall(const Chart& chart) {
  return chart.intervals.empty() && std::any_of(chart.bars.begin(), chart.bars.end(),
                                                [](const ChartBar& bar) { return bar.from.has_value(); });
}

bool is_stacked(const Chart& chart) {
  return chart.stacked && chart.intervals.empty() && !is_waterfall(chart) && bar_groups(chart).size() > 1;
}

std::vector<BarStack> bar_stacks(const Chart& chart) {
  std::vector<BarStack> stacks;
  for (const std::string& category : bar_categories(chart)) stacks.push_back({category});
  for (const ChartBar& bar : chart.bars) {
    if (!std::isfinite(bar.value)) continue;
    BarStack& stack = *std::find_if(stacks.begin(), stacks.end(),
                                    [&](const BarStack& one) { return one.category == bar.category; });
    (bar.value < 0 ? stack.low : stack.high) += bar.value;
    stack.sum += bar.value;
  }
  return stacks;
}

std::string stack_text(const Chart& chart, const BarStack& stack) {
  std::vector<double> sums;
  for (const BarStack& one : bar_stacks(chart)) sums.push_back(one.sum);
  return people_change(stack.sum, decimals_of(sums));
}

BarStep step_of(const ChartBar& bar) {
  if (!bar.from) return BarStep::level;
  return bar.value < *bar.from ? BarStep::down : BarStep::up;
}

bool is_nil(const ChartBar& bar) {
  constexpr double kRounding = 1e-9;
  return bar.from &&
         std::abs(bar.value - *bar.from) <= kRounding * std::max(std::abs(bar.value), std::abs(*bar.from));
}

bool has_inner_range(const ChartInterval& interval) {
  return std::isfinite(interval.inner_low) && std::isfinite(interval.inner_high);
}

bool has_inner_ranges(const Chart& chart) {
  return std::any_of(chart.intervals.begin(), chart.intervals.end(), has_inner_range);
}

std::string_view step_colour(BarStep step) {
  switch (step) {
    case BarStep::level: return "reference";
    case BarStep::up: return "series-1";
    case BarStep::down: return "series-2";
  }
  return {};
}

std::string_view step_name(BarStep step) {
  switch (step) {
    case BarStep::level: return "Level";
    case BarStep::up: return "Adds";
    case BarStep::down: return "Takes away";
  }
  return {};
}

Extent value_extent(const Chart& chart) {
  std::optional<Extent> extent;
  for (const ChartInterval& interval : chart.intervals)
    for (const double value :
         {interval.low, interval.middle, interval.high, interval.inner_low, interval.inner_high})
      widen(extent, value);
  if (chart.intervals.empty()) {
    for (const ChartBar& bar : chart.bars) {
      widen(extent, bar.value);
      if (bar.from) widen(extent, *bar.from);
    }
    if (is_stacked(chart))
      for (const BarStack& stack : bar_stacks(chart)) widen(extent, stack.low), widen(extent, stack.high);
    if (!leaves_zero_out(chart)) widen(extent, 0);
  }
  for (const ChartRule& rule : chart.rules) widen(extent, rule.at);
  // Levels are stumps, not nothing.
  constexpr double kStump = 0.2;
  if (extent && !chart.bars.empty() && leaves_zero_out(chart)) extent->low -= kStump * extent->width();
  return extent.value_or(Extent{0, 1});
}

bool counts_things(const Chart& chart) {
  return chart.intervals.empty() &&
         std::all_of(chart.bars.begin(), chart.bars.end(), [](const ChartBar& bar) {
           return !bar.from && bar.value >= 0 && bar.value == std::floor(bar.value);
         });
}

double bar_base(const Extent& extent) { return extent.low > 0 ? extent.low : 0; }

std::string value_title(const Chart& chart) {
  return chart.y_title.empty() && !chart.intervals.empty() ? chart.x_title : chart.y_title;
}

std::string measure(const Chart& chart) {
  std::string text = has_rows(chart) ? value_title(chart) : chart.y_title;
  if (!chart.bars.empty() && leaves_zero_out(chart))
    text += text.empty() ? "The axis does not begin at 0" : "; the axis does not begin at 0";
  if (!has_rows(chart) && has_log_axis(chart))
    text += text.empty() ? "Logarithmic axis" : ", logarithmic axis";
  if (chart.specification)
    text += fmt::format(
        "{}definitions in order of their figure; below, the options that each takes, the study's in bold",
        text.empty() ? "" : "; ");
  return text;
}

std::string bar_text(const Chart& chart, const ChartBar& bar) {
  if (bar.from) {
    const double change = is_nil(bar) ? 0 : bar.value - *bar.from;
    const int decimals = bar_decimals(chart);
    const bool shows = people_number(change, decimals).find_first_of("123456789") != std::string::npos;
    return people_change(change, shows || change == 0 ? decimals : significant_decimals(change, 1));
  }
  return people_number(bar.value, bar_decimals(chart));
}

std::string interval_text(const Chart& chart, const ChartInterval& interval) {
  return range_text(chart, interval.low, interval.high);
}

std::string inner_text(const Chart& chart, const ChartInterval& interval) {
  return range_text(chart, interval.inner_low, interval.inner_high);
}

std::string middle_text(const Chart& chart, const ChartInterval& interval) {
  return people_number(interval.middle, interval_decimals(chart));
}

std::string bar_name(const Chart& chart, const ChartBar& bar) {
  std::string name = people_label(bar.category);
  return names_groups(chart) ? name + ", " + bar.series : name;
}

std::vector<std::string> row_names(const Chart& chart) {
  std::vector<std::string> names;
  for (const ChartInterval& interval : chart.intervals) names.push_back(people_label(interval.category));
  if (is_stacked(chart))
    for (const std::string& category : bar_categories(chart)) names.push_back(people_label(category));
  else if (names.empty())
    for (const ChartBar& bar : chart.bars) names.push_back(bar_name(chart, bar));
  return names;
}

std::vector<std::string> name_lines(std::string_view name, int columns) {
  std::vector<std::string> lines;
  const std::string wrapped = wrap_columns(name, columns, "");
  for (std::size_t from = 0; from < wrapped.size();) {
    const std::size_t to = std::min(wrapped.find('\n', from), wrapped.size());
    lines.push_back(wrapped.substr(from, to - from));
    from = to + 1;
  }
  return lines;
}

int row_step(const Chart& chart) {
  constexpr int kBars = 26, kIntervals = 40, kLine = 14, kGap = 8;
  std::size_t lines = 1;
  for (const std::string& name : row_names(chart))
    lines = std::max(lines, std::min<std::size_t>(4, name_lines(name, kNarrowNameColumns).size()));
  const int for_names = lines > 1 ? kLine * static_cast<int>(lines) + kGap : 0;
  return std::max(chart.intervals.empty() ? kBars : kIntervals, for_names);
}

std::vector<int> rule_label_lines(const Chart& chart, ChartWidth width) {
  const double half_character = width == ChartWidth::full ? 0.005 : 0.014;  // of the plot
  constexpr int kMostLines = 3;
  const Extent extent = value_extent(chart);
  std::vector<int> lines(chart.rules.size(), 0);
  struct Placed {
    double at, half;
    int line;
  };
  std::vector<Placed> placed;
  for (std::size_t i = 0; i < chart.rules.size(); ++i) {
    const ChartRule& rule = chart.rules[i];
    if (!std::isfinite(rule.at) || rule.label.empty() || !(extent.width() > 0)) continue;
    const double at = (rule.at - extent.low) / extent.width();
    const double half = half_character * (display_columns(rule.label) + 2);
    const auto meets = [&](const Placed& other) {
      return other.line == lines[i] && std::abs(other.at - at) < other.half + half;
    };
    while (lines[i] + 1 < kMostLines && std::any_of(placed.begin(), placed.end(), meets)) ++lines[i];
    placed.push_back({at, half, lines[i]});
  }
  return lines;
}

int rule_line_count(const Chart& chart, ChartWidth width) {
  const std::vector<int> lines = rule_label_lines(chart, width);
  int count = 0;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (std::isfinite(chart.rules[i].at) && !chart.rules[i].label.empty())
      count = std::max(count, lines[i] + 1);
  return count;
}

std::string alternative_text(const Chart& chart) {
  const bool log = !has_rows(chart) && has_log_axis(chart);
  if (!chart.alternative.empty())
    return people_sentence(chart.alternative) + (log ? " The vertical axis is logarithmic." : "");
  std::string text = people_sentence(chart.title) + (log ? ", on a logarithmic axis" : "");
  if (chart.specification) return text + ": " + specification_alternative(*chart.specification);
  if (const auto& map = chart.heatmap) {
    std::vector<std::string> names = heat_rows(chart);
    if (names.size() > kMostToldRows) names.resize(kMostToldRows);
    return text + (names.empty() ? ""
                                 : fmt::format(": {} of {}", map->label.empty() ? "figures" : map->label,
                                               joined_with_and(names)));
  }
  std::size_t told = 0;
  const auto tell = [&](const std::string& words) {
    if (told < kMostToldRows) text += (told == 0 ? ": " : "; ") + words;
    ++told;
  };
  for (const ChartInterval& interval : chart.intervals) {
    const std::string range = told_ranges(chart, interval);
    tell(fmt::format("{} {}{}", people_label(interval.category), middle_text(chart, interval),
                     range.empty() ? "" : fmt::format(" ({})", range)));
  }
  if (is_stacked(chart))
    for (const BarStack& stack : bar_stacks(chart))
      tell(people_label(stack.category) + " " + stack_text(chart, stack));
  else if (chart.intervals.empty())
    for (const ChartBar& bar : chart.bars) tell(bar_name(chart, bar) + " " + bar_text(chart, bar));
  if (told > kMostToldRows) text += fmt::format("; and {} more", told - kMostToldRows);
  return text;
}

}  // namespace rerate

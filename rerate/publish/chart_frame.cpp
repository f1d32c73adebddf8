#include "rerate/publish/chart_frame.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "rerate/base/elementary.h"
#include "rerate/base/number_text.h"
#include "rerate/publish/chart_heatmap.h"
#include "rerate/publish/chart_palette.h"
#include "rerate/publish/chart_ribbons.h"
#include "rerate/publish/chart_rows.h"
#include "rerate/publish/chart_specification.h"
#include "rerate/publish/number_format.h"
#include "rerate/publish/terminal_text.h"
#include "rerate/study/sentence.h"

namespace rerate {
namespace {

const double kFirstDay = make_date(1600, 1, 1).days;
const double kLastDay = make_date(2500, 12, 31).days;

void widen(std::optional<Extent>& extent, double value) {
  if (!std::isfinite(value)) return;
  if (!extent) extent = Extent{value, value};
  extent->low = std::min(extent->low, value);
  extent->high = std::max(extent->high, value);
}

Date as_date(double x) { return Date{static_cast<std::int32_t>(std::lround(x))}; }

bool opens_or_closes_month(double x) {
  const Date date = as_date(x);
  return civil(date).day == 1 || civil(date + 1).day == 1;
}

// Calls `visit` with every x that has a place.
template <class Visit>
void for_each_x(const Chart& chart, Visit visit) {
  const auto all = [&](const std::vector<double>& xs) {
    for (const double x : xs)
      if (has_place(chart, x)) visit(x);
  };
  for (const ChartLine& line : chart.lines) all(line.x);
  for (const ChartBand& band : chart.bands) all(band.x);
  for (const ChartPoint& point : chart.points)
    if (has_place(chart, point.x)) visit(point.x);
  for (const ChartRibbon& ribbon : chart.ribbons)
    for (const ChartRibbon::Stretch& stretch : ribbon.stretches)
      for (const double x : {stretch.from, stretch.to})
        if (has_place(chart, x)) visit(x);
  if (chart.heatmap)
    for (const auto* ends : {&chart.heatmap->from, &chart.heatmap->to}) all(*ends);
}

std::vector<std::string> distinct(const std::vector<ChartBar>& bars, std::string ChartBar::*field) {
  std::vector<std::string> names;
  for (const ChartBar& bar : bars)
    if (std::find(names.begin(), names.end(), bar.*field) == names.end()) names.push_back(bar.*field);
  return names;
}

// Spans of one role are of one kind; the first one's label names them.
std::string span_name(const ChartSpan& span) {
  if (!span.label.empty()) return capitalised(span.label);
  switch (span.role) {
    case ChartSpan::Role::episode: return "Episode";
    case ChartSpan::Role::recession: return "Recession";
    case ChartSpan::Role::excluded: return "Excluded";
  }
  return {};
}

void add_spans(const Chart& chart, std::vector<LegendEntry>& entries) {
  const auto x = x_extent(chart);
  if (!x) return;
  const std::vector<ChartSpan> spans = visible_spans(chart, *x);
  for (const auto role : {ChartSpan::Role::episode, ChartSpan::Role::recession, ChartSpan::Role::excluded}) {
    const auto first =
        std::find_if(spans.begin(), spans.end(), [&](const ChartSpan& span) { return span.role == role; });
    if (first != spans.end())
      entries.push_back({LegendEntry::Mark::span, span_name(*first), span_colour(role)});
  }
}

// The colours of a waterfall's bars say which way they go.
void add_steps(const Chart& chart, std::vector<LegendEntry>& entries) {
  for (const BarStep step : {BarStep::level, BarStep::up, BarStep::down})
    if (std::any_of(chart.bars.begin(), chart.bars.end(),
                    [&](const ChartBar& bar) { return !is_nil(bar) && step_of(bar) == step; }))
      entries.push_back({LegendEntry::Mark::bar, std::string(step_name(step)), step_colour(step)});
}

void add_states(const Chart& chart, std::vector<LegendEntry>& entries) {
  if (!has_ribbons(chart)) return;
  for (const RibbonState& state : ribbon_legend(chart))
    entries.push_back({LegendEntry::Mark::state, capitalised(state.label), state.colour});
}

void add_heat(const Chart& chart, std::vector<LegendEntry>& entries) {
  if (const auto scale = heat_scale(chart))
    for (const HeatClass& one : scale->classes)
      entries.push_back({LegendEntry::Mark::state, capitalised(one.label), one.colour});
}

// Without any significant definition the rings need no words.
void add_significance(const Chart& chart, std::vector<LegendEntry>& entries) {
  if (!chart.specification || !any_significant(*chart.specification)) return;
  entries.push_back({LegendEntry::Mark::disc, "Significant", "series-1"});
  entries.push_back({LegendEntry::Mark::ring, "Not significant", "reference"});
}

// Mean distance of the line from the middle of the band where both have a figure at the same x; infinite
// where they never meet. Both run from left to right.
double distance_from_middle(const ChartLine& line, const ChartBand& band) {
  const std::size_t points = std::min(line.x.size(), line.y.size());
  const std::size_t count = std::min({band.x.size(), band.low.size(), band.high.size()});
  double sum = 0;
  int met = 0;
  for (std::size_t i = 0, k = 0; i < points && k < count;) {
    if (line.x[i] < band.x[k]) {
      ++i;
      continue;
    }
    if (line.x[i] == band.x[k]) {
      const double away = std::abs(line.y[i] - (band.low[k] / 2 + band.high[k] / 2));
      if (std::isfinite(away)) sum += away, ++met;
    }
    ++k;
  }
  return met > 0 ? sum / met : std::numeric_limits<double>::infinity();
}

// A dumbbell's ranges, the narrow one first: it is where the value itself is.
void add_ranges(const Chart& chart, std::vector<LegendEntry>& entries) {
  if (chart.intervals.empty()) return;
  const bool inner = has_inner_ranges(chart);
  const std::string_view colour = series_colour(0).name;
  if (inner) entries.push_back({LegendEntry::Mark::range, capitalised(chart.inner_label), colour});
  entries.push_back({inner ? LegendEntry::Mark::whisker : LegendEntry::Mark::range,
                     capitalised(chart.range_label), colour});
}

}  // namespace

bool has_place(const Chart& chart, double x) {
  return std::isfinite(x) && (!chart.time_axis || (x >= kFirstDay && x <= kLastDay));
}

std::optional<Extent> x_extent(const Chart& chart) {
  std::optional<Extent> extent;
  for_each_x(chart, [&](double x) { widen(extent, x); });
  if (extent) return extent;
  for (const ChartSpan& span : chart.spans) {
    if (has_place(chart, span.from)) widen(extent, span.from);
    if (has_place(chart, span.to)) widen(extent, span.to);
  }
  return extent;
}

std::optional<Extent> y_extent(const Chart& chart) {
  std::optional<Extent> extent;
  for (const ChartLine& line : chart.lines)
    for (const double y : line.y) widen(extent, y);
  for (const ChartBand& band : chart.bands) {
    for (const double y : band.low) widen(extent, y);
    for (const double y : band.high) widen(extent, y);
  }
  for (const ChartPoint& point : chart.points)
    for (const double y : {point.y, point.low, point.high})
      if (std::isfinite(point.y)) widen(extent, y);
  for (const ChartRule& rule : chart.rules)
    if (rule.axis == ChartRule::Axis::y) widen(extent, rule.at);
  return extent;
}

bool has_log_axis(const Chart& chart) {
  if (!chart.log_y) return false;
  const auto extent = y_extent(chart);
  return extent && extent->low > 0;
}

Extent y_axis(const Chart& chart) {
  const auto extent = y_extent(chart);
  if (!extent) return {0, 1};
  const bool upright = std::any_of(chart.rules.begin(), chart.rules.end(), [](const ChartRule& rule) {
    return rule.axis == ChartRule::Axis::x && !rule.label.empty();
  });
  const double share = upright || !chart.points.empty() ? 0.09 : 0.04;
  if (has_log_axis(chart)) {
    const double factor =
        extent->high > extent->low ? reproducible_power(extent->high / extent->low, share) : 1.1;
    return {extent->low / factor, extent->high * factor};
  }
  const double margin =
      extent->width() > 0 ? share * extent->width() : std::max(0.1, 0.05 * std::abs(extent->low));
  Extent axis{extent->low - margin, extent->high + margin};
  constexpr double kNearZero = 0.1;  // of the highest figure
  if (extent->low >= 0 && axis.low < kNearZero * axis.high) axis.low = 0;
  if (extent->high <= 0 && axis.high > kNearZero * axis.low) axis.high = 0;
  return axis;
}

YScale y_scale(const Chart& chart) { return y_scale(chart, y_axis(chart)); }
YScale y_scale(const Chart& chart, Extent axis) { return {axis, has_log_axis(chart)}; }

double YScale::share(double y) const {
  if (!(axis.high > axis.low)) return 0.5;
  if (log) return y > 0 ? reproducible_log(y / axis.low) / reproducible_log(axis.high / axis.low) : 0;
  // Halves first: the range of huge values must not overflow.
  return (y / 2 - axis.low / 2) / (axis.high / 2 - axis.low / 2);
}

std::vector<ChartSpan> visible_spans(const Chart& chart, Extent x) {
  std::vector<ChartSpan> seen;
  for (ChartSpan span : chart.spans) {
    if (std::isnan(span.from) || std::isnan(span.to)) continue;
    if (span.to < span.from || span.to < x.low || span.from > x.high) continue;
    span.from = std::max(span.from, x.low);
    span.to = std::min(span.to, x.high);
    seen.push_back(std::move(span));
  }
  return seen;
}

Grain grain_of(const Chart& chart) {
  if (!chart.time_axis) return Grain::number;
  bool monthly = true;
  for_each_x(chart, [&](double x) { monthly = monthly && opens_or_closes_month(x); });
  return monthly ? Grain::month : Grain::day;
}

bool has_whole_x(const Chart& chart) {
  bool whole = true;
  for_each_x(chart, [&](double x) { whole = whole && x == std::floor(x); });
  return whole;
}

std::string x_text(Grain grain, double x) {
  if (grain == Grain::number) return people_number(x, x == std::floor(x) ? 0 : std::abs(x) < 10 ? 2 : 1);
  return grain == Grain::month ? people_month(as_date(x)) : short_day(as_date(x));
}

std::vector<std::string_view> line_colours(const Chart& chart) {
  std::vector<std::string_view> colours;
  std::size_t next = 0;
  for (const ChartLine& line : chart.lines)
    colours.push_back(line.role == ChartLine::Role::reference ? "reference" : series_colour(next++).name);
  return colours;
}

std::string_view band_colour(const Chart& chart, std::size_t band) {
  const std::vector<std::string_view> colours = line_colours(chart);
  for (std::size_t i = 0; i < colours.size(); ++i)
    if (chart.lines[i].label == chart.bands[band].label) return colours[i];
  std::string_view nearest = series_colour(0).name;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < colours.size(); ++i)
    if (const double away = distance_from_middle(chart.lines[i], chart.bands[band]); away < least) {
      least = away;
      nearest = colours[i];
    }
  if (nearest != "reference") return nearest;
  const auto main = std::count_if(colours.begin(), colours.end(),
                                  [](std::string_view colour) { return colour != "reference"; });
  return series_colour(static_cast<std::size_t>(main)).name;
}

bool band_steps(const Chart& chart, std::size_t band) {
  const std::vector<std::string_view> colours = line_colours(chart);
  const std::string_view colour = band_colour(chart, band);
  for (std::size_t i = 0; i < colours.size(); ++i)
    if (colours[i] == colour) return chart.lines[i].step;
  return false;
}

bool has_error_bar(const ChartPoint& point) { return std::isfinite(point.low) && std::isfinite(point.high); }

std::string_view span_colour(ChartSpan::Role role) {
  switch (role) {
    case ChartSpan::Role::episode: return "episode";
    case ChartSpan::Role::recession: return "recession";
    case ChartSpan::Role::excluded: return "excluded";
  }
  return "reference";
}

std::vector<std::string> bar_groups(const Chart& chart) { return distinct(chart.bars, &ChartBar::series); }
std::vector<std::string> bar_categories(const Chart& chart) {
  return distinct(chart.bars, &ChartBar::category);
}

bool bars_share_categories(const Chart& chart) { return bar_categories(chart).size() < chart.bars.size(); }

bool bars_lie(const Chart& chart) {
  const std::vector<std::string> names = bar_categories(chart);
  const auto is_long = [](const std::string& name) { return display_columns(name) > 9; };
  return names.size() > 8 || std::any_of(names.begin(), names.end(), is_long);
}

std::vector<LegendEntry> legend(const Chart& chart) {
  std::vector<LegendEntry> entries;
  const std::vector<std::string_view> colours = line_colours(chart);
  for (std::size_t i = 0; i < colours.size(); ++i) {
    const bool dashed = chart.lines[i].role == ChartLine::Role::reference;
    entries.push_back(
        {dashed ? LegendEntry::Mark::dashed : LegendEntry::Mark::line, chart.lines[i].label, colours[i]});
  }
  for (std::size_t i = 0; i < chart.bands.size(); ++i)
    entries.push_back({LegendEntry::Mark::band, chart.bands[i].label, band_colour(chart, i)});
  add_spans(chart, entries);
  add_ranges(chart, entries);
  add_states(chart, entries);
  add_heat(chart, entries);
  add_significance(chart, entries);
  const std::vector<std::string> groups = bar_groups(chart);
  if (is_waterfall(chart))
    add_steps(chart, entries);
  else if (groups.size() > 1)
    for (std::size_t i = 0; i < groups.size(); ++i)
      entries.push_back({LegendEntry::Mark::bar, groups[i], series_colour(i).name});
  std::erase_if(entries, [](const LegendEntry& entry) { return entry.label.empty(); });
  for (LegendEntry& entry : entries) entry.label = people_sentence(entry.label);
  const bool says_something = entries.size() > 1 || (entries.size() == 1 && chart.lines.empty());
  return says_something ? entries : std::vector<LegendEntry>{};
}

std::string people_label(std::string_view text) {
  std::string period = people_period(text);
  return period == text ? people_sentence(text) : period;
}

int upright_label_room(const ChartRule& rule) {
  constexpr int kColumn = 6, kBeyond = 14;  // pixels
  return kColumn * display_columns(people_label(rule.label)) - kBeyond;
}

int rule_label_room(const Chart& chart) {
  constexpr int kColumn = 6, kGap = 8;  // pixels
  int most = 0;
  for (const ChartRule& rule : chart.rules)
    if (rule.axis == ChartRule::Axis::y && std::isfinite(rule.at) && !rule.label.empty())
      most = std::max(most, static_cast<int>(display_columns(people_label(rule.label))) * kColumn + kGap);
  return std::min(most, 120);
}

}  // namespace rerate

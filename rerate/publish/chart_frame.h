#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rerate/study/results.h"

namespace rerate {

// What every drawing of a chart needs to agree on: what is finite, what is in sight, what things are called.

// Across the page, or beside another exhibit (and on a phone).
enum class ChartWidth : std::uint8_t { full, half };

struct Extent {
  double low = 0, high = 0;
  double width() const { return high - low; }
  bool holds(double x) const { return x >= low && x <= high; }
};

// A value that has a place on the horizontal axis: finite, and on a time axis a date the library knows.
bool has_place(const Chart& chart, double x);

// Finite x of lines, bands, points, ribbons and cells (of spans when there is nothing else); nothing when there are none.
std::optional<Extent> x_extent(const Chart& chart);
// Finite y of lines, bands, points with their error bars, and level rules. Of named rows see chart_rows.h.
std::optional<Extent> y_extent(const Chart& chart);

// Whether the vertical axis is logarithmic: the chart asks for it and every finite y is above 0.
bool has_log_axis(const Chart& chart);
// What the vertical axis spans: the figures with some air, more where labels stand beside points. No air below
// zero where nothing is negative, and zero itself where it is near. {0, 1} when there are no figures.
Extent y_axis(const Chart& chart);
// Where a figure stands on that axis (or on another extent): 0 is the low end, 1 the high end.
struct YScale {
  Extent axis;
  bool log = false;
  double share(double y) const;
};
YScale y_scale(const Chart& chart);
YScale y_scale(const Chart& chart, Extent axis);

// Spans cut to the extent; those outside are gone. An episode or recession that began before the first
// figure or goes on after the last one is shaded as far as there is something to read beside it.
std::vector<ChartSpan> visible_spans(const Chart& chart, Extent x);

// What one step of the horizontal axis is. A time axis whose every x is a month's first or last day shows
// months.
enum class Grain : std::uint8_t { number, day, month };
Grain grain_of(const Chart& chart);
// Whether every x of lines, bands and points is a whole number: steps from an event, not growth in percent.
bool has_whole_x(const Chart& chart);
// "June 2025", "30 Jun 2025", "12", "-1.5" or, below 10, "1.27".
std::string x_text(Grain grain, double x);

// One entry of a legend. `colour` is a name of chart_palette.h.
struct LegendEntry {
  enum class Mark : std::uint8_t {
    line,
    dashed,
    band,
    span,
    bar,
    whisker,
    range,
    state,
    ring,
    disc
  } mark = Mark::line;
  std::string label;
  std::string_view colour;
};
// Empty when the chart shows one thing only, which its title names.
std::vector<LegendEntry> legend(const Chart& chart);

// The colour name of each line: references share one, the others take the series colours in turn.
std::vector<std::string_view> line_colours(const Chart& chart);
// A band has the colour of the line of the same label, else of the one that keeps nearest to its middle; around a
// reference it has a colour of its own, for grey is that of recessions.
std::string_view band_colour(const Chart& chart, std::size_t band);
// Whether the band goes in steps, as the line that has its colour does.
bool band_steps(const Chart& chart, std::size_t band);
// Whether a point has an upright error bar.
bool has_error_bar(const ChartPoint& point);
std::string_view span_colour(ChartSpan::Role role);
// The distinct groups of bars, in order of appearance; one empty name for bars without groups.
// Groups that never share a category need no room side by side: see bars_share_categories.
std::vector<std::string> bar_groups(const Chart& chart);
bool bars_share_categories(const Chart& chart);
// Bars lie when their names are long or many: names stay readable on a phone.
bool bars_lie(const Chart& chart);
std::vector<std::string> bar_categories(const Chart& chart);

// A label or category as people read it: every period by its month, numbers with a real minus sign.
std::string people_label(std::string_view text);

// Pixels that the label of an upright rule needs on the right of its line, short of the air beyond the plot. Where
// there are fewer it stands on the left.
int upright_label_room(const ChartRule& rule);

// Room to the right of a static plot, in pixels, for the labels of its level rules (Vega makes its own).
int rule_label_room(const Chart& chart);

}  // namespace rerate

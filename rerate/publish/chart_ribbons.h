#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "rerate/publish/chart_frame.h"

namespace rerate {

// Ribbons: rows of coloured stretches under the lines of a chart, or alone, each with its name above it. What every
// drawing of them needs to agree on. Shaded spans (recessions) run behind the rows and show between them.

// A state of the chart's ribbons. The same word has the same colour in every row, whatever place it has there. In the
// order of the row that has the most.
struct RibbonState {
  std::string label;
  std::string_view colour;  // a name of chart_palette.h
};
std::vector<RibbonState> ribbon_states(const Chart& chart);
// One entry for each colour, from the worst on: "slump, risk-off". Words of different rows share a colour where they
// have the same place in them.
std::vector<RibbonState> ribbon_legend(const Chart& chart);
std::string_view colour_of_state(const std::vector<RibbonState>& states, std::string_view label);

// Whether there is a stretch that can be drawn, and whether there is anything but ribbons, a heat map and spans.
bool has_ribbons(const Chart& chart);
bool has_plot(const Chart& chart);

// Stretches cut to the extent, in their order; those outside, back to front or of a state without a name are gone.
std::vector<ChartRibbon::Stretch> visible_stretches(const ChartRibbon& ribbon, Extent x);

// Where rows stand, in pixels below the plot (or, without lines, below the top): `kRibbonLane` of space, in which
// spans show, then for each ribbon its name and its row.
inline constexpr int kRibbonLane = 9, kRibbonName = 17, kRibbonRow = 15;
bool is_named(const ChartRibbon& ribbon);
int ribbon_top(const Chart& chart, std::size_t index);  // of the row itself
int ribbon_room(const Chart& chart);                    // of all; 0 without ribbons

}  // namespace rerate

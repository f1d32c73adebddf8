#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rerate {

// The colours of charts, each for a light and a dark page. Series colours keep apart for readers with
// red-green and blue-yellow colour blindness, in print on grey included: they differ in lightness too.
// Specs are written with the light ones; the note's script swaps colour for colour in the dark, so all
// light colours are different. Recessions are of a warm grey, which no band of a cold colour comes near.
// The states of a ribbon go from the worst, which stands out most from the page, evenly to the best: by lightness
// alone they can be put in order. So do the shades of a heat map, from nothing to the most. The lamps of the dashboard differ in lightness, and their shapes differ too.
struct ChartColour {
  std::string_view name;  // also the CSS variable: --chart-series-1
  std::string_view light, dark;
};

inline constexpr ChartColour kChartColours[] = {
    {"series-1", "#1b4f80", "#86b9ea"},  {"series-2", "#c4611a", "#f3a362"},
    {"series-3", "#2b8078", "#68c9bd"},  {"series-4", "#8b4c9b", "#cf9fdf"},
    {"series-5", "#9b7d16", "#d9bf5f"},  {"series-6", "#a23849", "#ee8d99"},
    {"reference", "#6c7480", "#98a1ac"}, {"episode", "#e3ab4b", "#b98532"},
    {"recession", "#a59d92", "#6b645c"}, {"excluded", "#b58fc4", "#8d6a9b"},
    {"ink", "#1b2026", "#e4e7ea"},       {"muted", "#5a636d", "#a2abb5"},
    {"grid", "#e2e5e9", "#2d343b"},      {"axis", "#a3abb4", "#58616b"},
    {"paper", "#ffffff", "#13171b"},     {"state-1", "#4f1a4a", "#fbd9e8"},
    {"state-2", "#9a2f4f", "#f59fba"},   {"state-3", "#d2603a", "#ee8350"},
    {"state-4", "#e89f45", "#a9761f"},   {"state-5", "#c4cf8e", "#58743f"},
    {"state-6", "#bfe3ee", "#28547a"},   {"good", "#197d9e", "#6cc3df"},
    {"watch", "#e0a526", "#f5d680"},     {"stress", "#9c1c2e", "#ee6a7c"},
    {"neutral", "#757d87", "#97a0ab"},   {"heat-0", "#eff2f5", "#1d232a"},
    {"heat-1", "#c9dcee", "#29455f"},    {"heat-2", "#8fb8dc", "#3f719a"},
    {"heat-3", "#4a86bd", "#77abd6"},    {"heat-4", "#163d68", "#d3e9fc"},
};
inline constexpr std::size_t kSeriesColours = 6;
inline constexpr std::size_t kStateColours = 6;
inline constexpr std::size_t kHeatShades = 4;  // and one for nothing

// The light colour of that name.
std::string_view chart_colour(std::string_view name);
// Colour of the n-th line or group, counted from 0; starts over after the sixth.
const ChartColour& series_colour(std::size_t index);
// Colour of a ribbon's state, counted from 0 (the worst) of `count`: few states lie far apart.
const ChartColour& state_colour(std::size_t state, std::size_t count);
// Shade of a heat map's class, 0 (nothing) to kHeatShades.
const ChartColour& heat_colour(std::size_t shade);

// "--chart-series-1:#1b4f80;--chart-..." for a style sheet.
std::string light_colour_variables();
std::string dark_colour_variables();
// {"#1b4f80": "#86b9ea", ...} for the note's script.
std::string dark_colour_map();

}  // namespace rerate

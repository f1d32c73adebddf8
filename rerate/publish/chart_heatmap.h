#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rerate/publish/chart_frame.h"

namespace rerate {

// Heat maps: rows of cells over time, coloured by classes of equal width. What every drawing of them needs to agree on. Shaded
// spans (recessions) run behind the rows and show between them.
//
// Classes rather than a smooth scale: a reader can tell a colour's figure from the legend, in grey and in a terminal
// too. Figures from 0 up have a class for 0 and up to four above it, each darker (in the dark: lighter) than the one before;
// figures of both signs have three on either side of 0 in the colours of a ribbon's states, in order of lightness.
struct HeatClass {
  std::string label;        // "up to 10%", "10% to 20%", "0"
  std::string_view colour;  // a name of chart_palette.h
};
struct HeatScale {
  std::vector<HeatClass> classes;  // rising
  double step = 1;                 // width of a class: 1, 1.5, 2, 2.5, 3, 4 or 5 times a power of ten
  bool around_zero = false;

  std::size_t class_of(double value) const;  // of a finite figure
};
// Nothing when no cell can be drawn.
std::optional<HeatScale> heat_scale(const Chart& chart);

// Neighbouring cells of one row that touch and are alike, as one.
struct HeatStretch {
  std::size_t row = 0;
  double from = 0, to = 0;
  double value = 0;
  std::size_t shade = 0;  // class
};
// Alike: of the same value (for tips), or of the same class (for pictures without).
enum class HeatAlike : std::uint8_t { value, shade };
std::vector<HeatStretch> heat_stretches(const Chart& chart, const HeatScale& scale, HeatAlike alike);

// "Mar 2009", "Jan 2009 to Mar 2009": the months of a stretch, whose end is the day after it.
std::string months_of(const HeatStretch& stretch);

// Names of the rows as people read them, each one told from the others.
std::vector<std::string> heat_rows(const Chart& chart);

// Where rows stand, in pixels: air above the first and below the last, in which spans show.
inline constexpr int kHeatLane = 9, kHeatRow = 18, kHeatGap = 3;
int heat_top(std::size_t row);
int heat_height(const Chart& chart);

}  // namespace rerate

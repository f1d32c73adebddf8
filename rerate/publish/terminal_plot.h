#pragma once

#include <string>

#include "rerate/series/series.h"

namespace rerate {

struct PlotSize {
  int width = 78;       // columns, axis labels included; at least 24
  int height = 14;      // rows of the picture, without the row of dates; at least 3
  bool unicode = true;  // braille dots, two by four a character; false: one '*' a character
};

// A line plot of the series for a terminal, with its range on the left and first and last period below.
// Missing figures break the line, a single figure is a dot, a constant runs through the middle. A series
// without a figure says so. Ends with a line break. O(series + width height).
std::string terminal_plot(const Series& series, const PlotSize& size = {});

}  // namespace rerate

#pragma once

#include <string>

#include "rerate/publish/chart_frame.h"

namespace rerate {

// The inside of a static picture of a heat map, and how high it is: names left, cells, years below.
struct StaticHeatmap {
  std::string body;  // empty when there is nothing to draw
  double height = 0;
};
StaticHeatmap static_heatmap(const Chart& chart, double width);

}  // namespace rerate

#pragma once

#include <string>

#include "rerate/publish/chart_frame.h"

namespace rerate {

// Where the ribbons of a static picture go: what of the axis lies between `left` and `right`, and the end of the plot.
struct RibbonFrame {
  Extent x;
  double left, right;  // pixels
  double top;
};

// The rows of a chart's ribbons as elements of its SVG; empty without ribbons. A stretch narrower than a pixel is
// widened to one.
std::string static_ribbons(const Chart& chart, const RibbonFrame& frame);

}  // namespace rerate

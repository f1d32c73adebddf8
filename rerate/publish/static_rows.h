#pragma once

#include <string>

#include "rerate/publish/chart_frame.h"

namespace rerate {

// What static_chart draws for named rows (bars, waterfalls, dumbbells): the SVG's content and its height for
// the given width. Rows lie always: names of any length stay readable, broken into lines.
struct StaticRows {
  std::string body;
  double height = 0;
};
StaticRows static_rows(const Chart& chart, ChartWidth width, double pixels);

}  // namespace rerate

#pragma once

#include <string>

#include "rerate/publish/chart_frame.h"

namespace rerate {

// The chart as a plain SVG element that needs no script: what a reader sees in a mail preview, in a browser
// without JavaScript, and before the interactive chart takes its place. Colours are the page's variables
// --chart-*; classes are styled by web/src/note.css. Lines keep the first, lowest, highest and last figure of
// every pixel column, so that a daily series of decades stays a few kilobytes.
std::string static_chart(const Chart& chart, ChartWidth width = ChartWidth::full);

}  // namespace rerate

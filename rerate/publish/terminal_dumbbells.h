#pragma once

#include <string>
#include <vector>

#include "rerate/study/results.h"

namespace rerate {

// A chart's intervals as lines of text: name, range with its middle, label; levels across all rows (today's
// price) run through, and are named below with the ends of the axis.
//
//   Consensus  ├────│───●───────┤   2,300, +11%
//   Recession  ├──●─│──┤            1,587, −23%
//              1,310           2,760
//              │ price 2,066
//
// A range within the range is drawn in blocks, and a line names the two. No line is wider than `width` (at least 36). Without Unicode: [ - = o ] and ':'. None for a chart without
// intervals.
std::vector<std::string> terminal_dumbbells(const Chart& chart, int width, bool unicode = true);

}  // namespace rerate

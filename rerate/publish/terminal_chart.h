#pragma once

#include <string>
#include <vector>

#include "rerate/study/results.h"

namespace rerate {

// A chart over a horizontal axis as lines of text: its title, the plot (lines and steps as dots, references and the
// edges of bands as dots far apart, points with their error bars as characters), a row of recessions, the rows of
// its ribbons, the ends of the axis, and what the marks mean.
//
//   Time to recession (share of inversions)
//   1.00 ┤⠉⠉⠉⡇
//        │   ⡇
//   0.14 ┤   ⠧⠤⠤⠤⠤
//         0      24   months
//
// States are told by shades, the worst darkest (█ ▒ ░), more than four by numbers; a column shows the state that
// rules most of it. No line is wider than `width` (at least 36). None for a chart of named rows or without figures.
// Without Unicode: '*', '|', 'o', and # - . for shades.
std::vector<std::string> terminal_chart(const Chart& chart, int width, bool unicode = true);

}  // namespace rerate

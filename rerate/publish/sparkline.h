#pragma once

#include <string>
#include <vector>

namespace rerate {

// The recent course of a table row's series, small enough for a cell.

// As an SVG element of one size for all rows: the line, broken where figures are missing, a dot at the newest figure, a
// hairline at zero where the line crosses it. Its label tells first, newest, lowest and highest in words. Styled by
// web/src/note.css. A dash when there is no figure.
std::string sparkline_svg(const std::vector<double>& values);

// As block characters, "▁▃▅▇▅", at most `columns` of them: long courses are averaged. A blank for what is missing.
std::string sparkline_blocks(const std::vector<double>& values, int columns = 16);

}  // namespace rerate

#pragma once

#include <string>
#include <vector>

#include "rerate/study/results.h"

namespace rerate {

// Rows of text in columns for a terminal: the first row is the headings, the first column names its rows and is
// set left, the others right but for those that `words` marks. Columns nobody fills are left out. Where the terminal is narrow the first column
// gives way down to 16 columns, then the last columns fall off. Lines: headings, a rule, the rows; none is
// wider than `width`.
std::vector<std::string> terminal_grid(std::vector<std::vector<std::string>> rows, int width,
                                       const std::vector<bool>& words = {});

// The table itself, its columns of words and sparklines set left.
std::vector<std::string> terminal_table(const Table& table, int width);

// A table's cells as terminal_grid takes them, with the columns' names for headings: "fair level", not
// "Fair level of the index, points". At most 40 rows; a last one tells how many more there are.
std::vector<std::vector<std::string>> grid_rows(const Table& table);

}  // namespace rerate

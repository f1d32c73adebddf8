#pragma once

#include <string>
#include <string_view>

namespace rerate {

// Columns a terminal gives the text: 0 for combining marks, 2 for East Asian wide characters, else 1.
int display_columns(std::string_view text);

// The longest start of the text that fits, with an ellipsis when something was cut.
std::string fit_columns(std::string_view text, int columns);

// Breaks at spaces so that no line is wider than `columns` (at least 8); longer words are cut hard.
std::string wrap_columns(std::string_view text, int columns, std::string_view indent);

// For terminals without Unicode: minus, dashes, ellipsis, quotes, box lines, arrows and the blocks of sparklines become
// ASCII of the same width, the rest '?'. What was cut ends in '~'.
std::string ascii_only(std::string_view text);

}  // namespace rerate

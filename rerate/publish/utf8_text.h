#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rerate {

// Text that came from files is shown to people and to browsers: whatever it holds, what leaves this
// level is valid UTF-8 without control characters.

// The code point at `position`, which moves past it. Malformed, overlong and surrogate sequences give
// U+FFFD and move by one byte. `position` must be inside the text.
char32_t next_code_point(std::string_view text, std::size_t& position);
void append_utf8(std::string& out, char32_t code_point);

// Malformed bytes and control characters (tab and line break included) become U+FFFD or a space: safe
// in a terminal, where an escape sequence in a title could otherwise paint or type.
std::string one_clean_line(std::string_view text);

// Columns a terminal gives the text: 0 for combining marks, 2 for East Asian wide characters, else 1.
int display_columns(std::string_view text);

// The longest start of the text that fits, with an ellipsis when something was cut.
std::string fit_columns(std::string_view text, int columns);

// Breaks at spaces so that no line is wider than `columns` (at least 8); longer words are cut hard.
std::string wrap_columns(std::string_view text, int columns, std::string_view indent);

// For terminals without Unicode: minus, dashes, ellipsis, quotes and box lines become ASCII, the rest '?'.
std::string ascii_only(std::string_view text);

}  // namespace rerate

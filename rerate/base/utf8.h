#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace rerate {

// Is the text well-formed UTF-8 (Unicode 15, table 3-7: no overlong forms, no surrogates)?
bool is_utf8(std::string_view text);

// The code point at `position`, which moves past it. Malformed, overlong and surrogate sequences give
// U+FFFD and move by one byte. `position` must be inside the text.
char32_t next_code_point(std::string_view text, std::size_t& position);
void append_utf8(std::string& out, char32_t code_point);

// Malformed bytes and control characters (tab and line break included) become U+FFFD or a space: safe
// in a terminal, where an escape sequence in a title could otherwise paint or type.
std::string one_clean_line(std::string_view text);

// The same line by line: line breaks stay.
std::string clean_lines(std::string_view text);

}  // namespace rerate

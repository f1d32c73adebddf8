#pragma once

#include <string_view>

namespace rerate {

// Is the text well-formed UTF-8 (Unicode 15, table 3-7: no overlong forms, no surrogates)?
bool is_utf8(std::string_view text);

}  // namespace rerate

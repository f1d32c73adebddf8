#pragma once

#include <string>
#include <string_view>

namespace rerate {

// Text as the ledger keeps it and is asked for it: the name of a file need not be UTF-8, and text ends at NUL in a statement, so both
// become U+FFFD.
std::string storable(std::string_view text);
// Quoted for a statement.
std::string sql_literal(std::string_view text);

}  // namespace rerate

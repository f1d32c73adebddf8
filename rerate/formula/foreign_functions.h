#pragma once

#include <string_view>

namespace rerate {

// What to write here for a function that has another name in other tools: "write lag(x, 1m)" for `shift`.
// Empty for a name that is not known from elsewhere.
std::string_view mend_of_foreign_function(std::string_view name);

}  // namespace rerate

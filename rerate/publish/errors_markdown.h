#pragma once

#include <string>

namespace rerate {

// docs/errors.md: every error code with its meaning and what to do, by family, from base/error_codes.h.
std::string errors_markdown();

}  // namespace rerate

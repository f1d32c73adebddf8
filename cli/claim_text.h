#pragma once

#include <string>

#include "rerate/publish/terminal.h"

namespace rerate::cli {

// The answer of `rerate claim`: a line for each claim with its verdict, then for each in turn the rule in words, how natural it is,
// up to five other rules, and how the claimed figures are spread over the definitions.
std::string claim_text(const Results& results, const TerminalStyle& style);

}  // namespace rerate::cli

#pragma once

#include <string>

#include "rerate/publish/terminal.h"

namespace rerate::cli {

// The answer of `rerate multiverse`: what the definitions of a section say of its lead number, how fragile its figures are, the
// specification curve, what hangs on which choice, joint inference and the price of looking.
std::string multiverse_text(const Results& results, const Section& section, const TerminalStyle& style);

}  // namespace rerate::cli

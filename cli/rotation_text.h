#pragma once

#include <string>

#include "rerate/publish/terminal.h"

namespace rerate::cli {

// The answer of `rerate rotate`: which sectors are favoured and avoided, the ranking with what each signal adds, the change in
// rank, confidence and weights, and how much of the record luck explains.
std::string rotation_text(const Results& results, const Section& section, const TerminalStyle& style);

}  // namespace rerate::cli

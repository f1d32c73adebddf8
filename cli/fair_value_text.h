#pragma once

#include <string>
#include <string_view>

#include "rerate/publish/terminal.h"
#include "rerate/study/results.h"

namespace rerate::cli {

// A fair value for the terminal: its sentence, the few figures that answer "what is it worth and what would it take?", and a
// dumbbell a scenario with the price as a line through them all; the scenario asked for (by its title) is marked. Figures come from
// the section. Ends with a line break.
std::string fair_value_text(const Results& results, const Section& section, std::string_view scenario,
                            const TerminalStyle& style);

}  // namespace rerate::cli

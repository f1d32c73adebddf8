#pragma once

#include <string>

#include "rerate/study/results.h"

namespace rerate {

struct TerminalStyle {
  bool colour = false;  // ANSI colours; the caller honours NO_COLOR and asks whether it is a terminal
  int width = 100;      // columns; below 40 counts as 40
  bool unicode = true;  // false: plain ASCII
};

// What a run prints: title and date, the dashboard's lamps, the headline table (section, n, led, mean, median, p,
// interval) with aligned columns of the sections that have such numbers, then every section: of a fair value first the
// table of its scenarios and their dumbbells, of a macro state its few figures, tables with sparklines and charts with
// ribbons, steps or error bars; of any section that leaves choices open how far its figures go over the definitions and the
// curve of its lead number, and the claims put to it with their verdicts; then the section's sentence and how many warnings it carries. Nothing in it
// can move the cursor or paint, whatever titles hold. Ends with a line break.
std::string terminal_summary(const Results& results, const TerminalStyle& style = {});

}  // namespace rerate

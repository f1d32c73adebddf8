#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "rerate/study/results.h"

namespace rerate {

struct MultiverseStyle {
  int width = 100;
  bool colour = false;
  bool unicode = true;
  std::size_t options = 30;  // rows of options below a specification curve; 0: the curve alone
};

// How fragile a section's figures are, for a terminal: for each key figure that varies its range over the definitions, with a
// row that shows where most of them lie (├──▒▒▒┃▒◆──┤) where there is room. No line is wider than `width` (at least 36).
std::vector<std::string> terminal_fragility(const Section& section, const MultiverseStyle& style);

// The specification curve, coarse: the numbers in order as dots, the study's own as ◆ and the nearest flip as ■, and for
// every option a row of shades: the more of a column's definitions take it, the darker.
std::vector<std::string> terminal_specification(const Chart& chart, const MultiverseStyle& style);

// Claims, each with its sign and verdict; in full with what was claimed and found, and under which rule. From the section's claims,
// or else from the rows of its table `claims`.
std::vector<std::string> terminal_claims(const Section& section, const MultiverseStyle& style);

}  // namespace rerate

#pragma once

#include <string>

#include "rerate/base/toml_table.h"

namespace rerate {

// What is scored of a figure: "level", "yoy", "change_12m", "growth_3m", "mean_3m".
struct ScorecardTransform {
  std::string before, after;  // around the formula: "diff(" and ", 12m)"; "" for the level
  std::string words;          // "12-month change"; "" for the level
};

// Throws UserError study_file for a word that is none of them, with the nearest, or a length that is no whole number of
// months from 1 to 120.
ScorecardTransform read_transform(const TomlValue& value);

}  // namespace rerate

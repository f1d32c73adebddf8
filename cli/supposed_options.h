#pragma once

#include <string>
#include <utility>
#include <vector>

#include "rerate/study/supposed_figures.h"

namespace rerate::cli {

// The --set options of `rerate fair-value`, of which there are two sorts.
struct FairValueSettings {
  std::vector<std::pair<std::string, std::string>> keys;  // of the study, as in `rerate run`
  std::vector<SupposedFigure> supposed;                   // of a driver or a series
};

// A name whose first part is a table of a study file (study, series, fair_value, ...) or one of `sections` is a key of the
// study; any other is a driver or a series, with a number. Throws UserError command_line.
FairValueSettings split_settings(const std::vector<std::string>& options,
                                 const std::vector<std::string>& sections);

}  // namespace rerate::cli

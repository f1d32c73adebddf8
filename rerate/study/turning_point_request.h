#pragma once

#include <string_view>

#include "rerate/base/toml_table.h"
#include "rerate/events/episodes.h"

namespace rerate {

// The keys of a rule for crests or troughs: level, amplitude, window, phase, cycle in `rule`, and tie in `ties`, which may be
// the same table. Finishes `rule`. Throws UserError study_file.
TurningPointRule read_turning_point(const TomlTable& rule, const TomlTable& ties, Side side);

// A whole number from 1 to 100000.
int read_count(const TomlTable& table, std::string_view key, int otherwise);

// tie = "first" or "last".
Tie read_tie(const TomlTable& table);

}  // namespace rerate

#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rerate/base/toml_table.h"
#include "rerate/rotation/signal_definition.h"
#include "rerate/study/named_formulas.h"
#include "rerate/study/series_use.h"

namespace rerate {

// One signal of a rotation as the study file has it, in [rotation.signals]:
//
//   momentum = { kind = "momentum", months = 12, skip = 1, title = "12-1 momentum", weight = 1, sign = 1 }
//   value = { kind = "own_history", figures = "carry(french_be_me.industry_{sector}, french.industry_{sector})", first = "10y" }
//   revisions = { kind = "figures", figures = { nodur = "...", money = "..." } }
//   macro = { kind = "macro", drivers = { rate = "rates.gs10" }, months = 60, penalty = 0.1, change = "3m" }
struct RotationSignalRequest {
  SignalDefinition signal;  // without series
  std::vector<std::optional<SeriesUse>>
      figures;  // by sector, with {sector} replaced; empty for kinds that read none
  std::vector<NamedFormula> drivers;
};

// `kind` is the signal's name when it is left out and that is a kind. Throws UserError at the key: study_file, rotation_signal (no
// month left between `months` and `skip`, a window shorter than its drivers ask), rotation_weights (a weight not above 0).
std::vector<RotationSignalRequest> read_rotation_signals(const TomlValue& value,
                                                         const std::vector<NamedFormula>& sectors);

}  // namespace rerate

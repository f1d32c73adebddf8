#pragma once

#include <span>
#include <string>

#include "rerate/rotation/sector_panel.h"
#include "rerate/rotation/signal_definition.h"

namespace rerate {

// What a macro signal is estimated on, by month of the panel.
struct MacroSample {
  Matrix change;    // M x k: of each driver's level over the month; NaN in month 0 and beside a missing level
  Matrix relative;  // M x N: return in percent less the mean of the sectors that have one
  Matrix expected;  // M x k: change of the last `change_months`, per month
  std::vector<std::string> drivers;  // k
  std::vector<bool>
      late;  // months at which a driver came too late (PanelFigures): they read the month before
};
// O(M (k + N)). Throws as panel_figures does, at the driver's place.
MacroSample macro_sample(const SectorPanel& panel, const SignalDefinition& signal);

// Percent of monthly return relative to the members' mean that the expected changes of the drivers make, M x N:
//     sum_k beta_ik expected_k,   beta: ridge (regression/rolling_ridge.h) over the months m - months + 1 .. m
// A month without a change of every driver makes the windows that hold it NaN, and only those: a gap costs `months` months
// of the signal, and nothing is filled in. O(M (k^2 + k N + k^3)).
Matrix macro_signal(const SectorPanel& panel, const SignalDefinition& signal);

// Betas of the months listed, N x k; NaN for sectors that lack one of them, and for all when a driver does.
Matrix macro_betas_of(const MacroSample& sample, std::span<const std::uint32_t> months, double penalty);

}  // namespace rerate

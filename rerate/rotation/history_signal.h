#pragma once

#include <memory>
#include <span>
#include <vector>

#include "rerate/rotation/panel_figures.h"
#include "rerate/rotation/signal_definition.h"

namespace rerate {

// Figures of the sectors, read month by month; null for a sector without figures. Throws as panel_figures does.
std::vector<std::unique_ptr<PanelFigures>> sector_figures(const SectorPanel& panel,
                                                          const SignalDefinition& signal);

// Signals of kind `figures`: row m is the figure that the decision of month m may read. M x N.
Matrix figures_signal(const SectorPanel& panel, const SignalDefinition& signal);

// Signals of kind `own_history`:
//     z_m = (x_m - mean) / sd,   mean and sd (n - 1) of every figure up to x_m, those of before the panel too,
// from the `first`-th figure on; NaN while all are the same. By Welford's (1962) updates, O(T) a sector. M x N.
Matrix own_history_signal(const SectorPanel& panel, const SignalDefinition& signal);

// The figure of month `newest` against the history of drawn months: those after `newest` were not known yet and are passed over,
// those before the panel stay in it. NaN when nothing varies. O(before + drawn).
double own_history_of_draw(const PanelFigures& figures, Index newest, std::span<const std::uint32_t> drawn);

// Month whose figure the decision of month m reads: m, or the one before when it came too late.
Index month_read(const PanelFigures& figures, Index m);

}  // namespace rerate

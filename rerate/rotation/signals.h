#pragma once

#include <cstdint>
#include <span>

#include "rerate/rotation/sector_panel.h"
#include "rerate/rotation/signal_definition.h"

namespace rerate {

// A signal month by month, M x N: row m is what the decision at the end of month m may read. NaN: not available (too short a
// past, no member, no figure). Figures count in the month they stand at; macro drivers too. Row m has the same bits whatever
// months follow it.
//
// The lint: every figure of a formula that row m reads must have been known (first_known) on panel.decided_at(m). One that was
// not is refused, and named (panel_figures.h, also for month ends that are holidays). `carry(x, onto)` moves
// figures to the months that could know them; lag(x) and published(x) of monthly figures are known with the next figure only.
//
// A macro signal needs a change of every driver in every month of its window: a missing one costs as many months of the
// signal as the window is long. Drivers that end before the prices do end the signal too.
//
// O(M N) per signal, macro O(M (k^2 + k N + k^3)). Throws UserError at the signal's, figure's or driver's place:
//   rotation_look_ahead  names the series (its formula), the month, the day it was known and the day of the decision
//   rotation_frequency   figures or drivers that are not monthly
//   rotation_signal      never there for two sectors at once; months outside 1..600 (volatility and trend from 2, macro from 24
//                        and drivers + 2), skip not below months, first outside 12..1200; no drivers; figures that overflow
//   rotation_no_variation  the same for all sectors throughout
// and the estimators'.
Matrix signal_figures(const SectorPanel& panel, const SignalDefinition& signal);

// Betas of a macro signal, sector by driver, of the regression that ends in month m: percent of monthly return relative to
// the members' mean for a change by one unit. NaN for sectors without a full window.
Matrix macro_betas(const SectorPanel& panel, const SignalDefinition& signal, Index m);

// The signal of month m once more, from a past that has been drawn anew: `drawn` holds as many months as the
// signal's window reaches (and any more), each an index 1..m into the panel, oldest first, the same for all sectors and signals.
// Momentum, reversal and trend compound drawn returns, volatility and betas are estimated on them, a figure stays and its
// history is drawn. N figures. O(window N). For ranks' confidence (standing.h); redrawn_signal.h is for many draws.
Vector redrawn_signal(const SectorPanel& panel, const SignalDefinition& signal, Index m,
                      std::span<const std::uint32_t> drawn);

// How many months back row m of the signal looks, at least (own_history: `first`, as all its past counts); 0: `figures`.
Index window_of(const SignalDefinition& signal);

}  // namespace rerate

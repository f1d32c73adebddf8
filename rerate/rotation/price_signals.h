#pragma once

#include <span>

#include "rerate/rotation/sector_panel.h"
#include "rerate/rotation/signal_definition.h"

namespace rerate {

// Momentum, reversal, volatility and trend of every month and sector, M x N, more is better: formulas beside SignalKind. NaN
// where a price that they read is missing. Windows are summed without taking anything back out, so that a figure depends
// on its window alone. O(M N).
Matrix price_signal(const SectorPanel& panel, const SignalDefinition& signal);

// The same of one sector over months that are drawn, as redrawn_signal (signals.h) says: `returns` are the sector's by month of the
// panel. O(months).
double price_signal_of_draw(const SignalDefinition& signal, const double* returns,
                            std::span<const std::uint32_t> drawn);

}  // namespace rerate

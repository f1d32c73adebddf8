#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "rerate/rotation/signals.h"

namespace rerate {

// redrawn_signal (signals.h) for many draws: what they share is read once. Called with the months drawn and a place for
// N figures; any threads may call it at once. `panel` and `signal` must outlive it. A sector without a figure in month m has none
// in any draw, and one that lacks a drawn month is NaN there. O(M N) once, O(window N) a draw.
std::function<void(std::span<const std::uint32_t> drawn, std::span<double> figures)> signal_redraw(
    const SectorPanel& panel, const SignalDefinition& signal, Index m);

}  // namespace rerate

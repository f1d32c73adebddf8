#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "rerate/rotation/signals.h"

namespace rerate {

// redrawn_signal (signals.h) for many draws: what they share is read once.
struct SignalRedraw {
  // Called with the months drawn and a place for N figures, by any threads at once. O(window N).
  std::function<void(std::span<const std::uint32_t> drawn, std::span<double> figures)> draw;
  // The first month that a draw should take. From it on every sector with a figure in month m has a return, and every driver its
  // change; of the returns of prices five years are taken even so, and a sector that was listed within them has months of its own
  // in place of those before. 1 for `figures` and own_history, which passes over months without a figure.
  Index first_month = 1;
};

// `panel` and `signal` must outlive it. A sector without a figure in month m has none in any draw. O(M N).
SignalRedraw signal_redraw(const SectorPanel& panel, const SignalDefinition& signal, Index m);

}  // namespace rerate

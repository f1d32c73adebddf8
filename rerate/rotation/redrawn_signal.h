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
  // The months that a draw should take: those that the signal of month m reads, so that draws are spread about it. The months of
  // its window, without those that momentum skips; all months for own_history, which passes over those without a figure.
  Index first_month = 1, last_month = 1;
};

// `panel` and `signal` must outlive it. A sector without a figure in month m has none in any draw. O(M N).
SignalRedraw signal_redraw(const SectorPanel& panel, const SignalDefinition& signal, Index m);

}  // namespace rerate

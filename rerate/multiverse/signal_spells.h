#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "rerate/events/threshold_episodes.h"

namespace rerate {

// The spells of many threshold rules on one signal. Which observations lie beyond a level is kept as bits,
// one set for every different value; a spell is then found by a few words of bits, not by looking at every
// observation.
class SignalSpells {
 public:
  // O(T log T + T^2 / 64), T^2 / 8 bytes; a signal that would take more is not taken: see serves().
  explicit SignalSpells(std::span<const double> x, std::size_t most_bytes = std::size_t{1} << 26);
  bool serves() const { return serves_; }

  // As in threshold_episodes.h. Counts are 1 or more. O(spells + T / 64 (n_in + n_out)).
  std::vector<Spell> spells(const ThresholdRule& rule) const;

  // How many different values of the signal lie below a level, or at and below it: rules that agree in this
  // for both levels, and in all else, have the same spells.
  std::int32_t values_below(double level, bool inclusive) const;

 private:
  using Bits = std::vector<std::uint64_t>;
  // Observations below (side below) or above a threshold, that start a run of `length` such ones.
  void runs(const Threshold& threshold, Side side, int length, Bits& bits) const;

  bool serves_ = true;
  std::vector<std::size_t> place_;  // of every observation that is there, in the signal
  std::vector<double> value_;       // different ones, ascending
  std::size_t words_ = 0;
  Bits below_;  // for r = 0 .. different values: observations whose value is among the r lowest
};

}  // namespace rerate

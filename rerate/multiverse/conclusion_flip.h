#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "rerate/multiverse/lattice.h"
#include "rerate/multiverse/lattice_values.h"

namespace rerate {

// How little has to be changed in the study's own definition for its number to say something else?
//
// The sign flips where a definition's number lies strictly on the other side of neutral; a headline on neutral has none to lose.
// Significance flips where p <= alpha becomes p > alpha or the other way round. A definition without a number, or
// without p, flips nothing: that it cannot tell is no other answer.
enum class FlipKind : std::uint8_t { sign, significance };

struct ConclusionFlip {
  FlipKind kind = FlipKind::sign;
  std::uint64_t definition = 0;
  LatticeDistance distance;
  double value = 0;         // that the definition gives
  std::optional<double> p;  // when there is one
  std::string
      words;  // "below 47 instead of 48 turns the sign", "... makes it insignificant", "... significant"
};

struct ConclusionFlips {
  std::optional<ConclusionFlip> sign, significance;
  // The nearer of the two, the sign of equals, as it is the graver; the conclusion cannot be flipped without it.
  const ConclusionFlip* nearest() const;
};

// The nearest definition of each kind: fewest choices changed, then fewest steps, then the smallest number. O(definitions x choices).
// Asserts as own_place does.
ConclusionFlips conclusion_flips(const Lattice& lattice, const LatticeValues& given,
                                 const ConclusionRule& rule = {});

}  // namespace rerate

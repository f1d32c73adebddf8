#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "rerate/multiverse/lattice.h"

namespace rerate {

// What the definitions that were run give for one number.
struct LatticeValues {
  std::span<const std::uint64_t> definitions;  // ascending, the study's own among them
  std::span<const double> values;              // beside them; NaN: the definition gives none
  std::span<const double> p = {};              // beside them, or empty; NaN: none
};

// When a number says something: which side of what value it is on, and whether luck would often do as well.
struct ConclusionRule {
  double neutral = 0;   // what would say nothing: 0 of a return, 1 of a ratio
  double alpha = 0.05;  // p <= alpha is significant
};

// The place of the study's own definition among those that were run. Asserts that they are definitions of the lattice,
// ascending without repetition, and have it. O(definitions).
std::size_t own_place(const Lattice& lattice, std::span<const std::uint64_t> definitions);

// The same, and asserts that there is a value for each definition, and p for each or none, and that nothing is infinite.
std::size_t own_place(const Lattice& lattice, const LatticeValues& given);

}  // namespace rerate

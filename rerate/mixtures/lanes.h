#pragma once

#include <cstdint>
#include <cstring>

#include "rerate/statistics/normal_kernel.h"

namespace rerate {

// Four doubles side by side, each lane with its own arithmetic in a fixed order: the same bits whether the processor
// has 128- or 256-bit registers. Everything here is inlined into functions marked RERATE_VECTOR_CLONES, and takes and
// gives lanes by reference, because how they are passed by value depends on the processor.
constexpr int kLanes = 4;
// The alignment is stated because GCC takes 16 bytes where it compiles for 128-bit registers.
using Lanes = double __attribute__((vector_size(32), aligned(32)));
using LaneBits = std::int64_t __attribute__((vector_size(32), aligned(32)));

// As an element of containers, which drop a type's attributes.
struct LaneBlock {
  Lanes lanes;
};

// e^-x for x >= 0, beyond 700 as at 700 (1e-304): never zero nor subnormal.
[[gnu::always_inline]] inline void exp_of_negative(const Lanes& x, Lanes& result) {
  const Lanes most = {700, 700, 700, 700};
  const Lanes negative = x < most ? -x : -most;
  normal_kernel::exponential(negative, result);
}

// Logarithms of long products of positive numbers that are not subnormal: mantissas are multiplied, exponents are
// added, and one logarithm a lane is taken at the end.
struct LaneProduct {
  Lanes mantissa = {1, 1, 1, 1};
  LaneBits exponent = {0, 0, 0, 0};

  [[gnu::always_inline]] void multiply(const Lanes& factor) {
    mantissa *= factor;
    LaneBits bits;
    std::memcpy(&bits, &mantissa, sizeof bits);
    exponent += (bits >> 52) - 1023;
    bits = (bits & 0x000fffffffffffff) | 0x3ff0000000000000;
    std::memcpy(&mantissa, &bits, sizeof bits);
  }
  double log(int lane) const;
};

}  // namespace rerate

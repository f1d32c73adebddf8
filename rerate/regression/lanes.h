#pragma once

#include <cstring>

namespace rerate {

// Four doubles that are worked on at once: one AVX2 register, or two of SSE2, with the same bits (see
// rerate/base/vector_clones.h). Passed by reference only: how they travel by value depends on the processor.
using Lanes = double __attribute__((vector_size(32)));
inline constexpr long lane_count = 4;

#define RERATE_INLINE [[gnu::always_inline]] inline

RERATE_INLINE void load(Lanes& lanes, const double* from) { std::memcpy(&lanes, from, sizeof lanes); }
RERATE_INLINE void store(double* to, const Lanes& lanes) { std::memcpy(to, &lanes, sizeof lanes); }
RERATE_INLINE void spread(Lanes& lanes, double value) { lanes = Lanes{value, value, value, value}; }
// In a fixed order.
RERATE_INLINE double total(const Lanes& lanes) { return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]); }

}  // namespace rerate

#pragma once

#include <string>
#include <vector>

#include "rerate/publish/chart_frame.h"

namespace rerate {

struct Tick {
  double at;
  std::string label;
};

// Round numbers (1, 2 or 5 times a power of ten) inside the extent, about `wanted` of them.
std::vector<Tick> number_ticks(Extent extent, int wanted);

// Round numbers on a logarithmic axis above 0: 1, 2 and 5 times powers of ten, powers of ten alone where those would
// be more than about `wanted`, and number_ticks where fewer than three lie inside.
std::vector<Tick> log_ticks(Extent extent, int wanted);

// First days of round years (every 1, 2, 5, 10, ... years) inside the extent, about `wanted` of them; the two
// ends with their months when the extent is too short for two years to begin in it.
std::vector<Tick> year_ticks(Extent days, int wanted);

}  // namespace rerate

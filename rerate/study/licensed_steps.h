#pragma once

#include <vector>

namespace rerate {

// Figures made of prices that may not be republished, in steps from which those cannot be read back. `open` figures stay as
// they are, and a missing one stays missing.
enum class Shown : bool { open, in_steps };

// 3.44 is 3: percentages.
double in_whole_steps(double percent, Shown shown);
// 0.31 is 0.3, 0.33 is 0.35: scores, z and ratios, in twentieths.
double in_twentieths(double score, Shown shown);
// Parts that still add up to in_twentieths of their sum: the largest remainders are rounded up, of equal ones the first
// (Hamilton's method). Missing parts stay missing and count for nothing. O(n log n).
std::vector<double> parts_in_twentieths(std::vector<double> parts, Shown shown);
// The nearest power of 1.01: wealth above 0, whose monthly returns are then known to no better than a percent.
double in_percent_steps(double wealth, Shown shown);

}  // namespace rerate

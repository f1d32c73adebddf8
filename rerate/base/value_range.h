#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rerate/base/error.h"

namespace rerate {

// Evenly spaced values, both ends among them, written as text:
//   "46 .. 50 by 0.5"   "46, 46.5 .. 50"   "48 .. 52"                numbers; step 1 when none is said
//   "3m .. 24m by 3m"   "3m, 6m .. 24m"    "6m .. 12m"               lengths of time, all in one unit; step 1 of it
//   "1979-01 .. 1990-01 by 12m"   "1979 .. 1990 by 1y"               months and years
//   "2010-06-07 .. 2010-06-11"    "2024-01-31 .. 2024-06-30 by 1m"   days; step a day
// Falling ranges have a step below 0. Steps are decimal: 46.1 is 46.1.
struct RangeValues {
  bool numbers = false;  // else text
  std::vector<std::string> values;
};

// Whether both ends of "A .. B" are values of which there could be a range. Any other text is just text.
bool is_range(std::string_view text);
bool is_range_of_numbers(std::string_view text);
// Asserts is_range. Throws UserError choice_range: the end before the begin, a step of nothing, of the wrong sign or that misses the end,
// mixed units; choice_options: more than `most` values, before any is made.
RangeValues range_values(std::string_view text, std::size_t most, const Place& place);

}  // namespace rerate

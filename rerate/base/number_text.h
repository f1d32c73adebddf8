#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rerate {

// A finite decimal number and nothing else: no spaces, no thousands marks, no nan, inf or hex.
// Independent of the locale.
std::optional<double> parse_number(std::string_view text);

// The shortest text that reads back as the same bits; "nan" for a missing value.
std::string shortest(double value);

// Fixed decimals with a real minus sign kept as '-', never "-0.0": fixed(-0.04, 1) is "0.0".
std::string fixed(double value, int decimals);

}  // namespace rerate

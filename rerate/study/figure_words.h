#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rerate {

// A figure with its unit, in sentences: "12", "-3.4 pp", "12.5%", "331 days", "0.031", "1.27"; "none" for NaN. Decimals are the
// unit's own: percent, pp and index 1, counts, bp and days none, probabilities 3, all others 2.
std::string figure_in_words(double value, std::string_view unit);
int decimals_of_unit(std::string_view unit);

// "10 to 24", "-3.4 to 12.1 pp", "12.5% to 31.0%"; one figure where both read the same.
std::string range_in_words(double low, double high, std::string_view unit);

// A share in 0..1: "61%"; what is not all or nothing never reads so: "<1%", ">99%".
std::string share_in_words(double share);

// 3 -> "3rd", 11 -> "11th".
std::string ordinal(std::int64_t number);
// Of a percentile in 0..100: "at the 8th percentile"; "below all", "above all" at the ends.
std::string standing_in_words(double percentile);

}  // namespace rerate

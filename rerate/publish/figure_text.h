#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rerate {

// How a published number is told to people where its unit alone does not say it.
enum class Told : std::uint8_t {
  plain,    // by its unit: "6.8 pp"
  chance,   // a probability (or percent) as a chance: "31%", "4.2%", "<0.1%"
  place,    // a percentile as a place: "12th"
  p_value,  // "0.034"
};

std::string figure_text(double value, std::string_view unit, Told told = Told::plain);
// "1.2 to 13.9 pp", "12% to 34%"; one text where both ends read the same.
std::string figure_range(double low, double high, std::string_view unit, Told told = Told::plain);

// Probabilities are told as p-values unless somebody says that they are chances.
Told usual_telling(std::string_view unit);

// A share in 0..1 as whole percent; what is not all or nothing never reads so: "94%", "<1%", ">99%". "–" for NaN.
std::string share_text(double share);

}  // namespace rerate

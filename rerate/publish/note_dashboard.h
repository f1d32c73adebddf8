#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rerate/study/results.h"

namespace rerate {

// What the lamps of a dashboard say. Each state has a shape, a word and a colour of its own, so that any one of the three
// is enough to read it.
std::string_view light_word(Light::State state);  // "clear", "watch", "stress", "neutral"
std::string_view light_name(Light::State state);  // as in results.json: "good", "watch", "stress", "neutral"
std::string_view light_symbol(Light::State state);  // "●", "▲", "■", "○"

// "Spread at the 12th percentile"; a symbol that opens the words stays as it is: "z 1.9 above the index".
std::string light_text(const Light& light);

bool has_lights(const Results& results);

// The dashboard of a note: how many lamps of each state there are, then a tile for each in the order of the sections,
// which leads to its section by the anchor of the same place. Empty when no section has lamps.
std::string note_dashboard(const Results& results, const std::vector<std::string>& anchors);

}  // namespace rerate

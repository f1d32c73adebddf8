#pragma once

#include <string>

#include "rerate/study/results.h"

namespace rerate {

// The values of all definitions on one line, small: a stroke each, a bar from the 5% to the 95% quantile, a tall stroke at the
// median, a dotted one at zero where the definitions disagree about the sign, a diamond at the published number. As an SVG element of
// one size, without words: what stands around it has them (fragility_alternative). Styled by web/src/note.css. Empty when the
// ends are not finite.
std::string fragility_strip(const NumberFragility& fragility, double value);

// Some definitions give a number below zero and some above, and the sign matters.
bool crosses_zero(const NumberFragility& fragility);

// The same in a row of characters, at least 8: "├─┊▒▒▒▒┃▒◆▒▒──┤"; in ASCII "|-0===!=*==--|". Empty as above.
std::string fragility_row(const NumberFragility& fragility, double value, int columns, bool unicode);

}  // namespace rerate

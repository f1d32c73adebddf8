#pragma once

#include <string>

#include "rerate/publish/figure_text.h"
#include "rerate/study/results.h"

namespace rerate {

// The values of all definitions on one line, small: a stroke each, a bar from the 5% to the 95% quantile, a tall stroke at the
// median, a diamond at the published number. As an SVG element of one size; its label tells it in words. Styled by
// web/src/note.css. Empty when the ends are not finite.
std::string fragility_strip(const NumberFragility& fragility, double value, std::string_view unit, Told told);

// The same in a row of characters, at least 8: "├──▒▒▒▒│▒◆▒▒──┤"; in ASCII "|--===!=*==--|". Empty as above.
std::string fragility_row(const NumberFragility& fragility, double value, int columns, bool unicode);

}  // namespace rerate

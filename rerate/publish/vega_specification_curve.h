#pragma once

#include "rerate/publish/vega_specification.h"

namespace rerate::vega {

// The specification curve: the numbers of all definitions in order, and below them rows of dots for the options. Data sets
// `definitions` (place, value, significant, mark: "own", "flip" or "") and `options` (place, row, choice, option, usual,
// mean), `option_names`, `neutral`. All rows are drawn, and the picture is as high as they need.
void draw_specification_curve(Specification& specification, const Chart& chart);

}  // namespace rerate::vega

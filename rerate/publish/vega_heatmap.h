#pragma once

#include "rerate/publish/vega_specification.h"

namespace rerate::vega {

// A heat map: the data set "heatmap" has a row for each stretch of equal figures, {"x", "x2", "row", "value", "class", "when"}.
void draw_heatmap(Specification& specification, const Chart& chart);

}  // namespace rerate::vega

#pragma once

#include "rerate/publish/vega_specification.h"

namespace rerate::vega {

// Named rows over one axis of values: dumbbells when the chart has intervals, else bars, standing or lying,
// else (when a bar begins somewhere of its own) a waterfall, whose steps are joined by hairlines.
// Long names break into lines; how long a line is, is the parameter "label_columns", which a narrow page lowers.
void draw_rows(Specification& specification, const Chart& chart);

}  // namespace rerate::vega

#pragma once

#include "rerate/publish/chart_frame.h"
#include "rerate/publish/vega_specification.h"

namespace rerate::vega {

// The chart's ribbons as layers below the plot; alone they are the whole picture, whose height they set. The
// data sets are ribbon_1, ribbon_2, ... with rows {"x", "x2", "state"}.
void draw_ribbons(Specification& specification, const Chart& chart, Extent x);

}  // namespace rerate::vega

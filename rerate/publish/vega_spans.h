#pragma once

#include <optional>

#include "rerate/publish/chart_frame.h"
#include "rerate/publish/vega_specification.h"

namespace rerate::vega {

// The shaded stretches of time, behind everything that is drawn after: as high as the plot, or `height` pixels from its top.
void draw_spans(Specification& specification, const Chart& chart, Extent x, std::optional<int> height = {});

}  // namespace rerate::vega

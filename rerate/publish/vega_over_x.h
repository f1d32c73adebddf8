#pragma once

#include "rerate/publish/vega_specification.h"

namespace rerate::vega {

// Layers over a shared horizontal axis, time or numbers: spans, bands, rules, lines, points.
void draw_over_x(Specification& specification, const Chart& chart);

}  // namespace rerate::vega

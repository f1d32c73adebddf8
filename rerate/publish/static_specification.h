#pragma once

#include <string>

#include "rerate/publish/chart_frame.h"

namespace rerate {

// The specification curve as an SVG element: the numbers of all definitions in order, the significant ones filled, the study's
// own and the nearest flip marked and named above, a line at what would say nothing; below it a row of dots for every option,
// under the heading of its choice, the study's options in bold, and each option's mean on the right. Drawn for a page's width
// and for a phone's (ChartWidth::half), with letters of one size. Some 12 bytes a dot.
std::string static_specification(const ChartSpecification& curve, ChartWidth width);

}  // namespace rerate

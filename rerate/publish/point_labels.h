#pragma once

#include <cstdint>
#include <vector>

#include "rerate/study/results.h"

namespace rerate {

// Where the label of each point stands, beyond the end of its error bar if it has one. In order of x, each label
// keeps away from those before it and from the dots of the other points; one that cannot is left out.
enum class LabelSide : std::uint8_t { none, over, under };
std::vector<LabelSide> point_labels(const Chart& chart);
// The figure at which the label begins: the point, or that end of its error bar.
double label_foot(const ChartPoint& point, bool over);
// A label stands over a crest and under a trough, if it may: on the side where the nearest line around it is not.
bool label_stands_over(const Chart& chart, const ChartPoint& point);

}  // namespace rerate

#pragma once

#include <vector>

#include "rerate/study/results.h"
#include "rerate/study/section_context.h"

namespace rerate {

// The recessions that touch [first, last] (days since 1970), cut to it, as shaded stretches of a chart.
std::vector<ChartSpan> recession_spans(const std::vector<Spell>& recessions, double first, double last);

}  // namespace rerate

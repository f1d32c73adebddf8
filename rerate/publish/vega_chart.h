#pragma once

#include <string>

#include "rerate/study/results.h"

namespace rerate {

// The chart as a Vega-Lite 6 specification (JSON text): layers from back to front are shaded spans, bands,
// rules, lines, bars, points. It stands by itself (notebooks and editors render it) and carries only what
// the chart holds. Missing values are null and break lines; points without a place on the axis are left
// out. Dates are read and drawn in UTC, so a month's last day stays in its month wherever it is viewed.
// `usermeta.rerate` names the data sets of lines and bands for the note's own pointer read-out.
std::string vega_chart(const Chart& chart);

}  // namespace rerate

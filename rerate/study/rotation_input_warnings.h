#pragma once

#include "rerate/study/rotation_findings.h"

namespace rerate {

// What a reader should know of the figures behind a rotation: warnings for
//   a macro driver, cash or a benchmark of which a source's newest figure is more than two months older than the month the ranks are
//   of, and overdue by its release rule: it ends there, or what carries it stands still
//   series that are revised after their release and have no vintages here, so that "known at" is right of dates, not of values
// Nothing is said of inputs whose sources are not known (SeriesInput::sources).
void add_input_warnings(RotationFindings& found, const SectionContext& context);

}  // namespace rerate

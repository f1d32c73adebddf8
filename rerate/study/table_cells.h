#pragma once

#include "rerate/study/results.h"

namespace rerate {

// A number as a table's cell; a missing one is empty.
Cell number_cell(double value);

}  // namespace rerate

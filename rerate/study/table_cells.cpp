#include "rerate/study/table_cells.h"

#include <cmath>

namespace rerate {

Cell number_cell(double value) {
  if (std::isnan(value)) return std::monostate{};
  return value;
}

}  // namespace rerate

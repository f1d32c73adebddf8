#pragma once

#include <string>
#include <vector>

#include "rerate/models/fair_value_panel.h"

namespace rerate {

// The column of the driver with this name. Throws fair_value_driver ("`where` names a driver that does not exist: `rat`",
// with the nearest name) otherwise.
Index column_named(const FairValuePanel& panel, const std::string& name, const std::string& where,
                   const Place& place);

// The entries of a vector with one figure a panel column that belong to an equation, in its order.
Vector columns_of(const Vector& by_column, const std::vector<Index>& columns);

}  // namespace rerate

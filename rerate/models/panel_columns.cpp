#include "rerate/models/panel_columns.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "rerate/base/spelling.h"

namespace rerate {

Index column_named(const FairValuePanel& panel, const std::string& name, const std::string& where,
                   const Place& place) {
  const auto found = std::find(panel.names.begin(), panel.names.end(), name);
  if (found != panel.names.end()) return found - panel.names.begin();
  refuse(ErrorCode::fair_value_driver,
         fmt::format("{} names a driver that does not exist: `{}`", where, name),
         did_you_mean(name, panel.names,
                      panel.names.empty() ? "The study has no drivers."
                                          : fmt::format("The drivers are {}.", fmt::join(panel.names, ", "))),
         place);
}

Vector columns_of(const Vector& by_column, const std::vector<Index>& columns) {
  Vector picked(static_cast<Index>(columns.size()));
  for (std::size_t i = 0; i < columns.size(); ++i) picked[static_cast<Index>(i)] = by_column[columns[i]];
  return picked;
}

}  // namespace rerate

#include "rerate/time_series/collinear_series.h"

#include <fmt/format.h>

#include <algorithm>

#include "rerate/base/error.h"
#include "rerate/time_series/levels.h"

namespace rerate {

void refuse_collinear_series(const NestedRegression& fit, const std::vector<std::string>& series,
                             const std::string& test) {
  const Index column = fit.independent_columns();
  if (column == fit.columns()) return;
  const std::string& explained = series[static_cast<std::size_t>(column)];
  std::vector<std::string> others;
  for (const Index j : fit.explained_by(column)) {
    const std::string& name = series[static_cast<std::size_t>(j)];
    if (!name.empty() && name != explained && std::find(others.begin(), others.end(), name) == others.end())
      others.push_back(name);
  }
  refuse(ErrorCode::regression_collinear,
         others.empty()
             ? fmt::format("{}: a line or its own past explains it exactly: `{}`", test, explained)
             : fmt::format("{}: an exact combination of {}: `{}`", test, quoted_list(others), explained));
}

}  // namespace rerate

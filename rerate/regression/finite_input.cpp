#include "rerate/regression/finite_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/error.h"
#include "rerate/regression/collinearity.h"

namespace rerate {
namespace {

void check(const double* values, Index count, const std::string& what) {
  const double* found =
      std::find_if_not(values, values + count, [](double value) { return std::isfinite(value); });
  if (found == values + count) return;
  refuse(ErrorCode::regression_not_finite,
         fmt::format("{} has a missing or infinite figure: row {} of {}", what, found - values + 1, count));
}

}  // namespace

void refuse_not_finite(const Vector& y, const Design& design) {
  check(y.data(), y.size(), "the dependent series");
  for (Index j = 0; j < design.columns(); ++j)
    check(design.x.col(j).data(), design.rows(),
          fmt::format("driver `{}`", design.names[static_cast<std::size_t>(j)]));
  refuse_scale(y, design);
}

}  // namespace rerate

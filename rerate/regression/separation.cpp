#include "rerate/regression/separation.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/error.h"

namespace rerate {
namespace {

struct Range {
  double least = std::numeric_limits<double>::infinity(), most = -std::numeric_limits<double>::infinity();

  void take(double value) {
    least = std::min(least, value);
    most = std::max(most, value);
  }
};

struct Sides {
  Range ones, zeros;
};

Sides sides_of(const Vector& outcome, const Design& design, Index column) {
  Sides sides;
  for (Index i = 0; i < outcome.size(); ++i)
    (outcome[i] == 1 ? sides.ones : sides.zeros).take(design.x(i, column));
  return sides;
}

// A threshold between the sides; without a constant it must be zero.
bool parted(const Range& below, const Range& above, bool has_constant) {
  return has_constant ? below.most <= above.least : below.most <= 0 && above.least >= 0;
}

void refuse_alone(const Sides& sides, const std::string& name, bool has_constant) {
  const bool rising = parted(sides.zeros, sides.ones, has_constant);
  if (!rising && !parted(sides.ones, sides.zeros, has_constant)) return;
  refuse(ErrorCode::regression_separation,
         fmt::format("driver `{}` separates the outcomes perfectly: it is {} {:.6g} at every 1, and {} "
                     "{:.6g} at every 0",
                     name, rising ? "at least" : "at most", rising ? sides.ones.least : sides.ones.most,
                     rising ? "at most" : "at least", rising ? sides.zeros.most : sides.zeros.least));
}

bool is_constant(const Design& design, Index column) {
  return design.has_constant && design.names[static_cast<std::size_t>(column)] == "constant";
}

// How far a regressor moves the index over the sample.
double reach(const Design& design, const Vector& direction, Index column) {
  const auto values = design.x.col(column);
  return std::fabs(direction[column]) * (values.maxCoeff() - values.minCoeff());
}

std::vector<std::string> taking_part(const Design& design, const Vector& direction) {
  double longest = 0;
  for (Index j = 0; j < design.columns(); ++j) longest = std::max(longest, reach(design, direction, j));
  std::vector<std::string> names;
  for (Index j = 0; j < design.columns(); ++j)
    if (!is_constant(design, j) && reach(design, direction, j) >= 0.001 * longest)
      names.push_back("`" + design.names[static_cast<std::size_t>(j)] + "`");
  return names;
}

}  // namespace

void refuse_separation(const Vector& outcome, const Design& design, const Vector& direction) {
  for (Index j = 0; j < design.columns(); ++j)
    if (!is_constant(design, j))
      refuse_alone(sides_of(outcome, design, j), design.names[static_cast<std::size_t>(j)],
                   design.has_constant);
  const auto names = taking_part(design, direction);
  refuse(ErrorCode::regression_separation,
         fmt::format("{} {}separate{} the outcomes perfectly, or too nearly for coefficients to be found: {}",
                     names.size() == 1 ? "driver" : "drivers", names.size() == 1 ? "" : "together ",
                     names.size() == 1 ? "s" : "", fmt::join(names, ", ")));
}

}  // namespace rerate

#include "rerate/regression/collinearity.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <Eigen/QR>
#include <cmath>

#include "rerate/base/error.h"

namespace rerate {
namespace {

constexpr double least_rest = 1e-10;  // of a column's length
constexpr double least_share =
    1e-6;  // of the explained column's length, to be named among those that explain it

void check_scale(const double* values, Index count, const std::string& what) {
  const Eigen::Map<const Vector> column(values, count);
  const double square = column.squaredNorm();
  if (std::isnormal(square) || column.isZero(0)) return;
  refuse(ErrorCode::regression_not_finite,
         fmt::format("{} has figures too large or too small to square", what), "Change its unit.");
}

// Names of the columns of `basis` that add up to the unit column `target`; nothing when they do not.
std::vector<std::string> explained_by(const Matrix& basis, const std::vector<std::string>& names,
                                      const Vector& target) {
  if (basis.cols() == 0) return {};
  const Vector shares = basis.householderQr().solve(target);
  if ((target - basis * shares).norm() > least_rest) return {};
  std::vector<std::string> found;
  for (Index j = 0; j < shares.size(); ++j)
    if (std::fabs(shares[j]) > least_share)
      found.push_back(fmt::format("`{}`", names[static_cast<std::size_t>(j)]));
  return found;
}

}  // namespace

bool full_rank(const Matrix& triangle) {
  for (Index j = 0; j < triangle.cols(); ++j)
    if (!(triangle(j, j) > least_rest * triangle.col(j).head(j + 1).norm())) return false;
  return true;
}

void refuse_scale(const Vector& y, const Design& design) {
  check_scale(y.data(), y.size(), "the dependent series");
  for (Index j = 0; j < design.columns(); ++j)
    check_scale(design.x.col(j).data(), y.size(),
                fmt::format("driver `{}`", design.names[static_cast<std::size_t>(j)]));
}

void refuse_collinear(const Design& design) {
  Matrix basis(design.rows(), 0);
  std::vector<std::string> kept, told;
  for (Index j = 0; j < design.columns(); ++j) {
    const Vector target = design.x.col(j).normalized();
    const auto& name = design.names[static_cast<std::size_t>(j)];
    const auto explaining = explained_by(basis, kept, target);
    if (!explaining.empty()) {
      told.push_back(fmt::format("`{}` follows exactly from {}", name, fmt::join(explaining, ", ")));
      continue;
    }
    basis.conservativeResize(Eigen::NoChange, basis.cols() + 1);
    basis.col(basis.cols() - 1) = target;
    kept.push_back(name);
  }
  // The factor saw a rest just below the limit, this finer look one just above it.
  if (told.empty()) told.push_back("the drivers nearly add up to each other");
  refuse(ErrorCode::regression_collinear, fmt::format("collinear drivers: {}", fmt::join(told, "; ")));
}

}  // namespace rerate

#include "rerate/time_series/fully_modified_ols.h"

#include <fmt/format.h>

#include <Eigen/Cholesky>
#include <algorithm>

#include "rerate/base/error.h"
#include "rerate/time_series/long_run_covariance.h"

namespace rerate {
namespace {

constexpr double kNoVariation = 1e-20;  // of a change's own square: what rounding leaves
constexpr double kSingular = 1e-13;

// (u_t, w_t) on rows 1..T-1.
Matrix innovations(const Design& levels, const Vector& residuals) {
  const Index rows = levels.rows() - 1;
  Matrix series(rows, levels.columns());
  series.col(0) = residuals.tail(rows);
  for (Index c = 1; c < levels.columns(); ++c) {
    const Vector change = levels.x.col(c).tail(rows) - levels.x.col(c).head(rows);
    series.col(c) = change.array() - change.mean();
    if (!(series.col(c).squaredNorm() > kNoVariation * change.squaredNorm()))
      refuse(ErrorCode::regression_no_variation,
             fmt::format("the changes of driver `{}` never vary: it is a trend",
                         levels.names[static_cast<std::size_t>(c)]));
  }
  return series;
}

struct Modification {
  Vector slope;  // Omega_xx^-1 Omega_xu
  Vector bias;   // lambda
  double conditional_variance;
};

// Columns are scaled to unit diagonal first, so that the drivers' units cannot make the matrix look singular.
Modification modification(const LongRunCovariance& long_run) {
  const Index d = long_run.two_sided.rows() - 1;
  const Vector scale = long_run.two_sided.diagonal().tail(d).cwiseSqrt().cwiseInverse();
  const Matrix scaled = scale.asDiagonal() * long_run.two_sided.bottomRightCorner(d, d) * scale.asDiagonal();
  const Eigen::LDLT<Matrix> drivers(scaled);
  if (!scaled.allFinite() || drivers.info() != Eigen::Success || !(drivers.rcond() > kSingular))
    refuse(ErrorCode::regression_collinear,
           "fully modified OLS: the drivers' changes have no invertible long-run covariance",
           "Leave a driver out, or give another `bandwidth`.");
  const Vector with_residual = long_run.two_sided.bottomLeftCorner(d, 1);
  Modification found;
  found.slope = scale.asDiagonal() * drivers.solve(Vector(scale.asDiagonal() * with_residual));
  found.bias =
      long_run.one_sided.bottomLeftCorner(d, 1) - long_run.one_sided.bottomRightCorner(d, d) * found.slope;
  found.conditional_variance = std::max(0.0, long_run.two_sided(0, 0) - with_residual.dot(found.slope));
  return found;
}

}  // namespace

FullyModified fully_modified_ols(const Vector& y, const Design& levels, const Vector& residuals,
                                 Kernel kernel, double bandwidth) {
  const Index rows = levels.rows() - 1, d = levels.columns() - 1;
  const Matrix series = innovations(levels, residuals);
  const LongRunCovariance long_run = long_run_covariance(series, kernel, bandwidth);
  const Modification by = modification(long_run);
  const Design design{levels.x.bottomRows(rows), levels.names, true};
  const OlsFit fit = ols(y.tail(rows) - series.rightCols(d) * by.slope, design);
  Vector moments = Vector::Zero(d + 1);
  moments.tail(d) = static_cast<double>(rows) * by.bias;
  return {fit.coefficients - fit.inverse_gram * moments, fit.inverse_gram, by.conditional_variance,
          long_run.bandwidth};
}

}  // namespace rerate

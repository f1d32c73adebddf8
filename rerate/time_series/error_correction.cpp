#include "rerate/time_series/error_correction.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/base/error.h"
#include "rerate/time_series/levels.h"
#include "rerate/time_series/nested_regression.h"

namespace rerate {
namespace {

const std::string kEquation = "error correction";

// Constant, gap, then the differences by lag: columns of a design with `lags`.
Index columns_with(Index lags, Index series) { return 2 + lags * series; }

// Rows t = lags + 1..T - 1 of [1, u_{t-1}, d levels_{t-1}, ..., d levels_{t-lags}], levels = [y x].
Matrix design_of(const Matrix& differences, const Vector& gap, Index lags) {
  const Index rows = differences.rows() - lags, series = differences.cols();
  Matrix design(rows, columns_with(lags, series));
  design.col(0).setOnes();
  design.col(1) = gap.segment(lags, rows);
  for (Index lag = 1; lag <= lags; ++lag)
    design.middleCols(columns_with(lag - 1, series), series) = differences.middleRows(lags - lag, rows);
  return design;
}

Matrix differences_of(const Matrix& levels) {
  return levels.bottomRows(levels.rows() - 1) - levels.topRows(levels.rows() - 1);
}

int lags_by_bic(const Matrix& differences, const Vector& gap, int most) {
  const NestedRegression fit(design_of(differences, gap, most),
                             differences.col(0).tail(differences.rows() - most));
  const auto n = static_cast<double>(fit.rows());
  int best = 0;
  double least = std::numeric_limits<double>::infinity();
  for (int lags = 0; lags <= most; ++lags) {
    const Index columns = columns_with(lags, differences.cols());
    if (columns > fit.independent_columns()) break;
    const double criterion = n * reproducible_log(fit.residual_sum_of_squares(columns) / n) +
                             static_cast<double>(columns) * reproducible_log(n);
    if (!(criterion < least)) continue;
    least = criterion;
    best = lags;
  }
  return best;
}

Design named_design(Matrix x, const std::vector<std::string>& series, int lags) {
  Design design{.x = std::move(x), .names = {"constant", "gap(-1)"}, .has_constant = true};
  for (int lag = 1; lag <= lags; ++lag)
    for (const std::string& name : series) design.names.push_back(fmt::format("d {}(-{})", name, lag));
  return design;
}

double half_life_of(double speed) {
  if (speed <= 0) return std::numeric_limits<double>::infinity();
  if (speed >= 1) return 0;
  return reproducible_log(0.5) / reproducible_log(1 - speed);
}

}  // namespace

ErrorCorrection error_correction(const Vector& y, const Matrix& x, const Vector& long_run_residual,
                                 const std::vector<std::string>& names, int most_lags) {
  RERATE_ASSERT(y.size() == x.rows() && y.size() == long_run_residual.size(),
                "as many rows in y, x and residual");
  RERATE_ASSERT(static_cast<Index>(names.size()) == x.cols(), "a name for every column of x");
  if (most_lags < 0)
    refuse(ErrorCode::regression_settings,
           fmt::format("{}: lags must not be negative: {}", kEquation, most_lags));
  if (y.size() < 5)
    refuse(ErrorCode::regression_too_few,
           fmt::format("{}: at least 5 observations: {}", kEquation, y.size()));
  std::vector<std::string> series{"y"}, checked{"gap", "y"};
  series.insert(series.end(), names.begin(), names.end());
  checked.insert(checked.end(), names.begin(), names.end());
  Matrix joint(y.size(), x.cols() + 2);
  joint << long_run_residual, y, x;
  const Levels levels = levels_of(joint, checked, Centring::as_they_are, kEquation);

  // Two rows a coefficient: with fewer, the likelihood of a nearly saturated fit outruns any penalty.
  const int bearable = static_cast<int>((y.size() - 5) / (2 * x.cols() + 3));
  const int most = std::min(most_lags, bearable);
  ErrorCorrection result{
      .lags = lags_by_bic(differences_of(levels.values.rightCols(x.cols() + 1)), levels.values.col(0), most)};
  const Matrix differences = differences_of(joint.rightCols(x.cols() + 1));
  const Design design =
      named_design(design_of(differences, long_run_residual, result.lags), series, result.lags);
  result.fit = ols(differences.col(0).tail(design.rows()), design);
  const Covariance errors = covariance(design, result.fit, {.kind = CovarianceKind::classical});
  result.speed = -result.fit.coefficients(1);
  result.speed_std_error = errors.std_error(1);
  result.half_life = half_life_of(result.speed);
  result.table = regression_table(result.fit, errors);
  result.table.title = "Error correction";
  result.table.dependent = "d y";
  result.table.choices.push_back(fmt::format("{} lag{} of the differences, by BIC among 0 to {}", result.lags,
                                             result.lags == 1 ? "" : "s", most));
  return result;
}

}  // namespace rerate

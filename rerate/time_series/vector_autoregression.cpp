#include "rerate/time_series/vector_autoregression.h"

#include <fmt/format.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/base/error.h"
#include "rerate/statistics/distributions.h"
#include "rerate/time_series/collinear_series.h"
#include "rerate/time_series/levels.h"
#include "rerate/time_series/nested_regression.h"

namespace rerate {
namespace {

const std::string kVar = "VAR";
const std::string kForecast = "VAR forecast";
const std::string kPlausibility = "plausibility";

// Of a series' own sum of squares, the least that counts as an error term.
constexpr double kExactFit = 1e-22;
// Of the largest eigenvalue of a correlation matrix, the least that counts as a direction that varies.
constexpr double kSingular = 1e-11;
// Standard deviations (or relative size where there is none) by which a path may leave a direction that cannot vary.
constexpr double kStays = 1e-6;

// Rows t = lags..T - 1 of [1, y_{t-1}, ..., y_{t-lags}].
Matrix design_of(const Matrix& y, int lags) {
  const Index m = y.cols(), rows = y.rows() - lags;
  Matrix design(rows, 1 + m * lags);
  design.col(0).setOnes();
  for (Index lag = 1; lag <= lags; ++lag)
    design.middleCols(1 + (lag - 1) * m, m) = y.middleRows(lags - lag, rows);
  return design;
}

std::vector<std::string> series_of_columns(const std::vector<std::string>& names, Index m, int lags) {
  std::vector<std::string> result{""};
  for (int lag = 0; lag < lags; ++lag)
    for (Index i = 0; i < m; ++i) result.push_back(series_name(names, i));
  return result;
}

// T - p observations must exceed the 1 + m p coefficients of an equation.
Index longest_lag(Index length, Index m) { return (length - 2) / (m + 1); }

// Two observations a coefficient: with fewer, the likelihood of a nearly saturated fit outruns any penalty.
Index longest_tried_lag(Index length, Index m) { return std::max<Index>(1, (length - 2) / (2 * m + 1)); }

void check_size(const Matrix& y, int lags) {
  if (lags < 1) refuse(ErrorCode::regression_settings, fmt::format("{}: at least 1 lag: {}", kVar, lags));
  if (y.cols() < 1) refuse(ErrorCode::regression_settings, fmt::format("{}: no series", kVar));
  if (y.rows() < 2 || lags > longest_lag(y.rows(), y.cols()))
    refuse(ErrorCode::regression_too_few,
           fmt::format("{}: too few observations for {} series and {} lag{}: {}", kVar, y.cols(), lags,
                       lags == 1 ? "" : "s", y.rows()));
}

double largest_modulus(const std::vector<Matrix>& matrices) {
  const Index m = matrices.front().rows(), size = m * static_cast<Index>(matrices.size());
  Matrix companion = Matrix::Zero(size, size);
  for (std::size_t l = 0; l < matrices.size(); ++l)
    companion.block(0, static_cast<Index>(l) * m, m, m) = matrices[l];
  companion.bottomLeftCorner(size - m, size - m).setIdentity();
  const Eigen::EigenSolver<Matrix> solver(companion, false);
  RERATE_ASSERT(solver.info() == Eigen::Success, "eigenvalues of a companion matrix");
  double largest = 0;
  for (const auto& root : solver.eigenvalues())
    largest = std::max(largest, std::sqrt(root.real() * root.real() + root.imag() * root.imag()));
  return largest;
}

// An equation that fits to rounding has no shock at all, not one of 1e-16.
void clear_exact_equations(Matrix& residuals, const Matrix& values) {
  for (Index i = 0; i < residuals.cols(); ++i)
    if (residuals.col(i).squaredNorm() <= kExactFit * values.col(i).squaredNorm()) residuals.col(i).setZero();
}

Matrix products(const Matrix& x) {
  Matrix result(x.cols(), x.cols());
  for (Index i = 0; i < x.cols(); ++i)
    for (Index j = 0; j <= i; ++j) result(i, j) = result(j, i) = x.col(i).dot(x.col(j));
  return result;
}

// In the units of y, from coefficients of the scaled and centred series (1 + m p rows, m columns).
void give_units(VectorAutoregression& var, const Matrix& coefficients, const Levels& levels) {
  const Vector& scale = levels.scale;
  Vector constant = coefficients.row(0).transpose() + levels.mean;
  for (Matrix& matrix : var.matrices) {
    constant -= matrix * levels.mean;
    matrix = scale.asDiagonal() * matrix * scale.cwiseInverse().asDiagonal();
  }
  var.constant = scale.cwiseProduct(constant);
  var.residuals = var.residuals * scale.asDiagonal();
}

bool all_finite(const VectorAutoregression& var) {
  for (const Matrix& matrix : var.matrices)
    if (!matrix.allFinite()) return false;
  return var.constant.allFinite() && var.covariance.allFinite();
}

// ln det of residual products over n, by the pivots of their Cholesky factor; minus infinity when singular.
double log_determinant(Matrix products, double n, const Vector& totals) {
  double sum = 0;
  for (Index j = 0; j < products.cols(); ++j) {
    const double pivot = products(j, j);
    if (!(pivot > kExactFit * totals(j))) return -std::numeric_limits<double>::infinity();
    sum += reproducible_log(pivot / n);
    for (Index i = j + 1; i < products.cols(); ++i)
      products.col(i).tail(products.rows() - j - 1) -=
          products(j, i) / pivot * products.col(j).tail(products.rows() - j - 1);
  }
  return sum;
}

// Psi_0..Psi_{h-1} of the moving-average form.
std::vector<Matrix> responses(const VectorAutoregression& var, int horizon) {
  const Index m = var.constant.size();
  std::vector<Matrix> psi{Matrix::Identity(m, m)};
  for (int step = 1; step < horizon; ++step) {
    Matrix next = Matrix::Zero(m, m);
    for (int lag = 1; lag <= std::min(step, var.lags); ++lag)
      next += var.matrices[static_cast<std::size_t>(lag - 1)] * psi[static_cast<std::size_t>(step - lag)];
    psi.push_back(std::move(next));
  }
  return psi;
}

Matrix mean_path(const VectorAutoregression& var, const Matrix& y, int horizon) {
  Matrix path(var.lags + horizon, y.cols());
  path.topRows(var.lags) = y.bottomRows(var.lags);
  for (Index t = var.lags; t < path.rows(); ++t) {
    Vector next = var.constant;
    for (int lag = 1; lag <= var.lags; ++lag)
      next += var.matrices[static_cast<std::size_t>(lag - 1)] * path.row(t - lag).transpose();
    path.row(t) = next.transpose();
  }
  return path.bottomRows(horizon);
}

// Blocks C(i, j) = C(i - 1, j - 1) + Psi_i S Psi_j'.
Matrix path_covariance(const std::vector<Matrix>& psi, const Matrix& shocks) {
  const Index m = shocks.rows(), steps = static_cast<Index>(psi.size());
  Matrix result(steps * m, steps * m);
  for (Index i = 0; i < steps; ++i) {
    const Matrix shocked = psi[static_cast<std::size_t>(i)] * shocks;
    for (Index j = i; j < steps; ++j) {
      Matrix block = shocked * psi[static_cast<std::size_t>(j)].transpose();
      if (i > 0) block += result.block((i - 1) * m, (j - 1) * m, m, m);
      if (i == j) block = (block + block.transpose()).eval() / 2;  // symmetric to the last bit
      result.block(i * m, j * m, m, m) = block;
      result.block(j * m, i * m, m, m) = block.transpose();
    }
  }
  return result;
}

// Deviations in standard deviations, with those that have none left out; `leaves` when one of these is not zero.
struct Standardised {
  Vector deviation;
  Matrix correlation;
  bool leaves = false;
};

Standardised standardise(const Vector& deviation, const Vector& size, const Matrix& covariance) {
  std::vector<Index> varying;
  Standardised result;
  for (Index i = 0; i < deviation.size(); ++i) {
    if (covariance(i, i) > 0)
      varying.push_back(i);
    else
      result.leaves = result.leaves || std::fabs(deviation(i)) > kStays * size(i);
  }
  const auto count = static_cast<Index>(varying.size());
  result.deviation.resize(count);
  result.correlation.resize(count, count);
  for (Index i = 0; i < count; ++i) {
    const Index row = varying[static_cast<std::size_t>(i)];
    const double sd = std::sqrt(covariance(row, row));
    result.deviation(i) = deviation(row) / sd;
    for (Index j = 0; j <= i; ++j) {
      const Index column = varying[static_cast<std::size_t>(j)];
      result.correlation(i, j) = result.correlation(j, i) =
          i == j ? 1 : covariance(row, column) / sd / std::sqrt(covariance(column, column));
    }
  }
  return result;
}

Plausibility plausibility(const Vector& path, const Vector& mean, const Matrix& covariance) {
  const Vector deviation = path - mean;
  const Standardised standard = standardise(deviation, path.cwiseAbs() + mean.cwiseAbs(), covariance);
  bool leaves = standard.leaves;
  Plausibility result;
  if (standard.deviation.size() > 0) {
    const Eigen::SelfAdjointEigenSolver<Matrix> solver(standard.correlation);
    RERATE_ASSERT(solver.info() == Eigen::Success, "eigenvalues of a correlation matrix");
    const Vector& values = solver.eigenvalues();
    const Vector along = solver.eigenvectors().transpose() * standard.deviation;
    for (Index i = 0; i < values.size(); ++i) {
      if (values(i) > kSingular * values(values.size() - 1)) {
        result.distance += along(i) * along(i) / values(i);
        result.degrees_of_freedom += 1;
      } else {
        leaves = leaves || std::fabs(along(i)) > kStays;
      }
    }
  }
  result.singular = result.degrees_of_freedom < static_cast<double>(path.size());
  if (leaves) result.distance = std::numeric_limits<double>::infinity();
  if (result.degrees_of_freedom > 0 && !leaves)
    result.p = chi_squared_tail(result.distance, result.degrees_of_freedom);
  else
    result.p = leaves ? 0 : 1;
  return result;
}

}  // namespace

VectorAutoregression vector_autoregression(const Matrix& y, int lags, const std::vector<std::string>& names) {
  check_size(y, lags);
  const Index m = y.cols();
  const Levels levels = levels_of(y, names, Centring::about_mean, kVar);
  const Matrix design = design_of(levels.values, lags), responses = levels.values.bottomRows(y.rows() - lags);
  const NestedRegression fit(design, responses);
  refuse_collinear_series(fit, series_of_columns(names, m, lags), kVar);
  const Matrix coefficients = fit.coefficients(design.cols());

  VectorAutoregression var{.lags = lags, .n = design.rows()};
  for (int lag = 0; lag < lags; ++lag)
    var.matrices.push_back(coefficients.middleRows(1 + lag * m, m).transpose());
  var.largest_root = largest_modulus(var.matrices);
  var.residuals = residuals_of(responses, design, coefficients);
  clear_exact_equations(var.residuals, levels.values);
  give_units(var, coefficients, levels);
  var.covariance = products(var.residuals) / static_cast<double>(design.rows() - design.cols());
  if (!all_finite(var))
    refuse(ErrorCode::regression_not_finite, fmt::format("{}: figures too large to square", kVar));
  return var;
}

int choose_var_lags(const Matrix& y, int most, const std::vector<std::string>& names) {
  check_size(y, 1);
  if (most < 1) refuse(ErrorCode::regression_settings, fmt::format("{}: at least 1 lag: {}", kVar, most));
  const Index m = y.cols();
  most = static_cast<int>(std::min<Index>(most, longest_tried_lag(y.rows(), m)));
  const Levels levels = levels_of(y, names, Centring::about_mean, kVar);
  const NestedRegression fit(design_of(levels.values, most), levels.values.bottomRows(y.rows() - most));
  const auto n = static_cast<double>(fit.rows());
  const Vector totals = levels.values.colwise().squaredNorm().transpose();
  int best = 1;
  double least = std::numeric_limits<double>::infinity();
  for (int lags = 1; lags <= most; ++lags) {
    const Index columns = 1 + m * lags;
    if (columns > fit.independent_columns()) break;
    const double criterion = log_determinant(fit.residual_products(columns), n, totals) +
                             reproducible_log(n) / n * static_cast<double>(m * columns);
    if (!(criterion < least)) continue;
    least = criterion;
    best = lags;
  }
  return best;
}

PathForecast forecast_path(const VectorAutoregression& var, const Matrix& y, int horizon) {
  const Index m = var.constant.size();
  RERATE_ASSERT(y.cols() == m && y.rows() >= var.lags, "the levels that the VAR was fitted to");
  if (horizon < 1 || horizon * m > kLongestPath)
    refuse(ErrorCode::regression_settings,
           fmt::format("{}: 1 to {} steps for {} series: {}", kForecast, kLongestPath / m, m, horizon));
  PathForecast forecast{.mean = mean_path(var, y, horizon),
                        .covariance = path_covariance(responses(var, horizon), var.covariance)};
  if (!forecast.mean.allFinite() || !forecast.covariance.allFinite())
    refuse(ErrorCode::regression_not_finite,
           fmt::format("{}: it explodes beyond the range of numbers (largest root {:.3f})", kForecast,
                       var.largest_root),
           "Use a shorter horizon, or drivers that do not explode.");
  return forecast;
}

Plausibility plausibility_of_path(const PathForecast& forecast, const Matrix& path) {
  const Index m = forecast.mean.cols(), steps = path.rows();
  RERATE_ASSERT(path.cols() == m && steps >= 1 && steps <= forecast.mean.rows(),
                "a path of the forecast's drivers");
  Vector given(steps * m), mean(steps * m);
  for (Index step = 0; step < steps; ++step) {
    if (!path.row(step).allFinite())
      refuse(ErrorCode::regression_not_finite,
             fmt::format("{}: a missing or infinite figure in the path: step {}", kPlausibility, step + 1));
    given.segment(step * m, m) = path.row(step).transpose();
    mean.segment(step * m, m) = forecast.mean.row(step).transpose();
  }
  return plausibility(given, mean, forecast.covariance.topLeftCorner(steps * m, steps * m));
}

Plausibility plausibility_of_end(const PathForecast& forecast, const Vector& end) {
  const Index m = forecast.mean.cols();
  RERATE_ASSERT(end.size() == m, "an end of the forecast's drivers");
  if (!end.allFinite())
    refuse(ErrorCode::regression_not_finite, fmt::format("{}: a missing or infinite figure", kPlausibility));
  return plausibility(end, forecast.mean.bottomRows(1).transpose(),
                      forecast.covariance.bottomRightCorner(m, m));
}

}  // namespace rerate

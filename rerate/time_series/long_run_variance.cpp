#include "rerate/time_series/long_run_variance.h"

#include <algorithm>

#include "rerate/base/elementary.h"

namespace rerate {
namespace {

constexpr Index kMostOrder = 8;
constexpr double kMostPersistence = 0.99;
constexpr double kLeastDegreesOfFreedom = 2;

struct Autoregression {
  Index order = 0;
  double persistence = 0;  // sum of the coefficients
  double persistence_variance = 0;
  double error_variance = 0;
};

// Lags 1..most as columns, the series itself last: orders are nested, so one factor holds every fit.
Matrix lagged(const Vector& series, Index most) {
  const Index rows = series.size() - most;
  Matrix columns(rows, most + 1);
  for (Index lag = 1; lag <= most; ++lag) columns.col(lag - 1) = series.segment(most - lag, rows);
  columns.col(most) = series.tail(rows);
  return columns;
}

// Upper triangular factor of the columns by modified Gram-Schmidt.
Matrix triangle_of(Matrix columns) {
  Matrix triangle = Matrix::Zero(columns.cols(), columns.cols());
  for (Index c = 0; c < columns.cols(); ++c) {
    triangle(c, c) = columns.col(c).norm();
    if (triangle(c, c) > 0) columns.col(c) /= triangle(c, c);
    for (Index later = c + 1; later < columns.cols(); ++later) {
      triangle(c, later) = columns.col(c).dot(columns.col(later));
      columns.col(later) -= triangle(c, later) * columns.col(c);
    }
  }
  return triangle;
}

// Sum of squares left by the first `order` lags.
double unexplained(const Matrix& triangle, Index order) {
  return triangle.col(triangle.cols() - 1).tail(triangle.rows() - order).squaredNorm();
}

Index order_by_bic(const Matrix& triangle, Index rows) {
  const auto n = static_cast<double>(rows);
  Index best = 0;
  double least = 0;
  for (Index order = 0; order < triangle.cols(); ++order) {
    const double criterion = n * reproducible_log(unexplained(triangle, order) / n) +
                             static_cast<double>(order) * reproducible_log(n);
    if (order == 0 || criterion < least) best = order, least = criterion;
  }
  return best;
}

// With R'a = 1 the sum of the coefficients is a'Q'y and its variance a'a times that of the errors.
Autoregression autoregression(const Vector& series, Index most) {
  const Matrix triangle = triangle_of(lagged(series, most));
  const Index rows = series.size() - most;
  Autoregression fit{order_by_bic(triangle, rows)};
  Vector weights(fit.order);
  for (Index c = 0; c < fit.order; ++c) {
    double sum = 1;
    for (Index b = 0; b < c; ++b) sum -= triangle(b, c) * weights[b];
    weights[c] = sum / triangle(c, c);
  }
  fit.error_variance = unexplained(triangle, fit.order) / static_cast<double>(rows - fit.order);
  fit.persistence = weights.dot(triangle.col(most).head(fit.order));
  fit.persistence_variance = fit.error_variance * weights.squaredNorm();
  return fit;
}

double squared(double x) { return x * x; }

}  // namespace

LongRunVariance autoregressive_long_run_variance(const Vector& residuals, Index fitted, Index trends) {
  const auto n = static_cast<double>(residuals.size());
  const Autoregression fit = autoregression(residuals, std::min(kMostOrder, residuals.size() / 10));
  double persistence = fit.persistence;
  if (fit.order > 0)
    persistence += (1 + 3 * persistence + static_cast<double>(trends) * (1 + persistence)) / n;
  persistence = std::min(persistence, kMostPersistence);
  const double relative_variance = 2 / n + 4 * fit.persistence_variance / squared(1 - persistence);
  LongRunVariance found;
  found.value = fit.error_variance / squared(1 - persistence) * n / (n - static_cast<double>(fitted));
  found.order = static_cast<int>(fit.order);
  found.persistence = persistence;
  found.degrees_of_freedom = std::max(kLeastDegreesOfFreedom, 2 / relative_variance);
  return found;
}

}  // namespace rerate

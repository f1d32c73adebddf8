#include "rerate/time_series/nested_regression.h"

#include <cmath>
#include <utility>

#include "rerate/base/error.h"

namespace rerate {
namespace {

constexpr double kIndependent = 1e-11;

// Replaces `target` by its mirror image at the plane orthogonal to `mirror` (squared length `square`), from `row` down.
template <class Column>
void reflect(const Vector& mirror, double square, Index row, Column&& target) {
  const Index length = mirror.size() - row;
  const double scale = 2 * mirror.tail(length).dot(target.tail(length)) / square;
  target.tail(length) -= scale * mirror.tail(length);
}

}  // namespace

NestedRegression::NestedRegression(Matrix x, Matrix y)
    : factor_(std::move(x)), rotated_(std::move(y)), lengths_(factor_.cols()) {
  RERATE_ASSERT(factor_.rows() >= factor_.cols() && factor_.rows() == rotated_.rows(),
                "shape of a regression");
  for (Index j = 0; j < factor_.cols(); ++j) lengths_(j) = std::sqrt(factor_.col(j).squaredNorm());
  bool independent = true;
  for (Index j = 0; j < factor_.cols(); ++j) {
    const Index length = factor_.rows() - j;
    const double left = std::sqrt(factor_.col(j).tail(length).squaredNorm());
    independent = independent && left > kIndependent * lengths_(j);
    if (independent) independent_ = j + 1;
    if (left == 0) continue;
    Vector mirror = factor_.col(j);
    const double diagonal = mirror(j) > 0 ? -left : left;  // away from the column: no cancellation
    mirror(j) -= diagonal;
    const double square = mirror.tail(length).squaredNorm();
    for (Index other = j + 1; other < factor_.cols(); ++other) reflect(mirror, square, j, factor_.col(other));
    for (Index response = 0; response < rotated_.cols(); ++response)
      reflect(mirror, square, j, rotated_.col(response));
    factor_(j, j) = diagonal;
    factor_.col(j).tail(length - 1).setZero();
  }
}

std::vector<Index> NestedRegression::explained_by(Index column) const {
  RERATE_ASSERT(column <= independent_, "only independent columns explain");
  const Vector weights = factor_.topLeftCorner(column, column)
                             .triangularView<Eigen::Upper>()
                             .solve(factor_.col(column).head(column));
  std::vector<Index> result;
  for (Index j = 0; j < column; ++j)
    if (std::fabs(weights(j)) * lengths_(j) > 1e-6 * lengths_(column)) result.push_back(j);
  return result;
}

Matrix NestedRegression::residual_products(Index columns) const {
  const Index m = rotated_.cols(), length = rows() - columns;
  Matrix products(m, m);
  for (Index i = 0; i < m; ++i)
    for (Index j = 0; j <= i; ++j)
      products(i, j) = products(j, i) = rotated_.col(i).tail(length).dot(rotated_.col(j).tail(length));
  return products;
}

double NestedRegression::residual_sum_of_squares(Index columns, Index response) const {
  return rotated_.col(response).tail(rows() - columns).squaredNorm();
}

Matrix NestedRegression::coefficients(Index columns) const {
  return factor_.topLeftCorner(columns, columns)
      .triangularView<Eigen::Upper>()
      .solve(rotated_.topRows(columns));
}

double NestedRegression::last_t(Index columns) const {
  const double direction = factor_(columns - 1, columns - 1) > 0 ? 1 : -1;
  const double variance = residual_sum_of_squares(columns) / static_cast<double>(rows() - columns);
  return direction * rotated_(columns - 1, 0) / std::sqrt(variance);
}

Matrix residuals_of(Matrix y, const Matrix& x, const Matrix& coefficients) {
  for (Index i = 0; i < y.cols(); ++i)
    for (Index j = 0; j < x.cols(); ++j) y.col(i) -= coefficients(j, i) * x.col(j);
  return y;
}

}  // namespace rerate

#include "rerate/regression/rolling_regression.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/base/parallel.h"
#include "rerate/regression/collinearity.h"
#include "rerate/regression/finite_input.h"
#include "rerate/regression/gram_schmidt.h"
#include "rerate/regression/padded_columns.h"
#include "rerate/regression/window_lanes.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

void check_rows(const Vector& y, const Design& design, Index rows, const char* what) {
  RERATE_ASSERT(y.size() == design.rows(), "one row of regressors for each figure of y");
  RERATE_ASSERT(design.names.size() == static_cast<std::size_t>(design.columns()), "one name a column");
  RERATE_ASSERT(design.columns() > 0, "at least one regressor");
  if (rows <= design.columns())
    refuse(ErrorCode::regression_too_few,
           fmt::format("{} of {} observations does not determine {} coefficients", what, rows,
                       design.columns()));
  if (rows > design.rows())
    refuse(ErrorCode::regression_too_few,
           fmt::format("{} of {} observations is longer than the sample of {}", what, rows, design.rows()));
  refuse_not_finite(y, design);
}

// The column of ones, or -1.
Index constant_column(const Design& design) {
  const auto found = std::find(design.names.begin(), design.names.end(), "constant");
  const Index column = found - design.names.begin();
  if (!design.has_constant || found == design.names.end() || (design.x.col(column).array() != 1).any())
    return -1;
  return column;
}

// R b = projections, R upper triangular.
Vector back_substituted(const Matrix& triangle, const Vector& projections) {
  Vector solution(projections.size());
  for (Index i = solution.size() - 1; i >= 0; --i) {
    double rest = projections[i];
    for (Index j = i + 1; j < solution.size(); ++j) rest -= triangle(i, j) * solution[j];
    solution[i] = rest / triangle(i, i);
  }
  return solution;
}

Vector coefficients_by_qr(const Vector& y, const Matrix& x, Index first, Index window) {
  PaddedColumns columns(window, x.cols() + 1);
  for (Index j = 0; j < x.cols(); ++j) columns.set(j, x.col(j).data() + first);
  columns.set(x.cols(), y.data() + first);
  const auto factor = gram_schmidt(columns);
  if (!factor.triangle.allFinite() || !full_rank(factor.triangle))
    return Vector::Constant(x.cols(), kMissing);
  return back_substituted(factor.triangle, factor.projections);
}

// X = QR row by row: R, Q'y, and the squares of y that R leaves.
struct GivensTriangle {
  Matrix triangle;
  Vector projections;
  double residual_square = 0;

  explicit GivensTriangle(Index columns)
      : triangle(Matrix::Zero(columns, columns)), projections(Vector::Zero(columns)) {}

  void rotate_in(Vector row, double value) {
    const Index columns = row.size();
    for (Index i = 0; i < columns; ++i) {
      const double length = std::sqrt(triangle(i, i) * triangle(i, i) + row[i] * row[i]);
      if (length == 0) continue;  // nothing in this column yet
      const double cosine = triangle(i, i) / length, sine = row[i] / length;
      triangle(i, i) = length;
      for (Index j = i + 1; j < columns; ++j) {
        const double kept = triangle(i, j);
        triangle(i, j) = cosine * kept + sine * row[j];
        row[j] = cosine * row[j] - sine * kept;
      }
      const double kept = projections[i];
      projections[i] = cosine * kept + sine * value;
      value = cosine * value - sine * kept;
    }
    residual_square += value * value;
  }
};

void write_fit(const GivensTriangle& state, Index rows, Index place, RecursiveFit& fit) {
  const Index columns = state.triangle.cols();
  if (!full_rank(state.triangle)) {
    fit.coefficients.row(place).setConstant(kMissing);
    fit.std_errors.row(place).setConstant(kMissing);
    fit.ssr[place] = kMissing;
    return;
  }
  fit.coefficients.row(place) = back_substituted(state.triangle, state.projections).transpose();
  fit.ssr[place] = state.residual_square;
  const double variance = state.residual_square / static_cast<double>(rows - columns);
  const Matrix root = inverse_of_upper_triangle(state.triangle);
  for (Index j = 0; j < columns; ++j) {
    double square = 0;
    for (Index m = j; m < columns; ++m) square += root(j, m) * root(j, m);
    fit.std_errors(place, j) = std::sqrt(variance * square);
  }
}

}  // namespace

Matrix rolling_coefficients(const Vector& y, const Design& design, Index window) {
  check_rows(y, design, window, "a window");
  const WindowLanes lanes(y, design.x, constant_column(design), window);
  Matrix coefficients(lanes.windows(), design.columns());
  std::vector<std::uint8_t> weak(static_cast<std::size_t>(lanes.windows()));
  parallel_for(lanes.groups(), [&](std::size_t group) { lanes.solve(group, coefficients, weak); });

  std::vector<Index> near_singular;
  for (std::size_t i = 0; i < weak.size(); ++i)
    if (weak[i] != 0) near_singular.push_back(static_cast<Index>(i));
  parallel_for(near_singular.size(), [&](std::size_t i) {
    coefficients.row(near_singular[i]) =
        coefficients_by_qr(y, design.x, near_singular[i], window).transpose();
  });
  return coefficients;
}

RecursiveFit recursive_least_squares(const Vector& y, const Design& design, Index first_rows) {
  check_rows(y, design, first_rows, "a first stretch");
  const Index places = design.rows() - first_rows + 1;
  RecursiveFit fit{first_rows, Matrix(places, design.columns()), Matrix(places, design.columns()),
                   Vector(places)};
  GivensTriangle state(design.columns());
  for (Index row = 0; row < design.rows(); ++row) {
    state.rotate_in(design.x.row(row).transpose(), y[row]);
    if (row + 1 >= first_rows) write_fit(state, row + 1, row + 1 - first_rows, fit);
  }
  return fit;
}

}  // namespace rerate

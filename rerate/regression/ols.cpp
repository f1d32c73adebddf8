#include "rerate/regression/ols.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "rerate/base/elementary.h"
#include "rerate/base/error.h"
#include "rerate/base/vector_clones.h"
#include "rerate/regression/collinearity.h"
#include "rerate/regression/condition_number.h"
#include "rerate/regression/finite_input.h"
#include "rerate/regression/gram_schmidt.h"
#include "rerate/regression/lanes.h"

namespace rerate {
namespace {

bool never_varies(const double* values, Index count) {
  return std::all_of(values, values + count, [&](double value) { return value == values[0]; });
}

void check_variation(const Vector& y, const Design& design) {
  if (never_varies(y.data(), y.size()))
    refuse(ErrorCode::regression_no_variation,
           fmt::format("the dependent series does not vary: every figure is {}", y[0]));
  for (Index j = 0; j < design.columns(); ++j) {
    const auto& name = design.names[static_cast<std::size_t>(j)];
    const double* column = design.x.col(j).data();
    if ((design.has_constant && name == "constant") || !never_varies(column, y.size())) continue;
    refuse(ErrorCode::regression_no_variation,
           fmt::format("driver `{}` does not vary: every figure is {}", name, column[0]));
  }
}

void check_sizes(const Vector& y, const Design& design) {
  RERATE_ASSERT(y.size() == design.rows(), "one row of regressors for each figure of y");
  RERATE_ASSERT(design.names.size() == static_cast<std::size_t>(design.columns()), "one name a column");
  RERATE_ASSERT(design.columns() > 0, "at least one regressor");
  if (design.rows() <= design.columns())
    refuse(ErrorCode::regression_too_few,
           fmt::format("{} observations do not determine {} coefficients", design.rows(), design.columns()));
}

// Why the factor cannot be used, told; returns when it can.
void check_factor(const GramSchmidt& factor, const Vector& y, const Design& design) {
  const bool finite = factor.triangle.allFinite() && std::isfinite(factor.residual_square);
  if (finite && full_rank(factor.triangle)) return;
  refuse_not_finite(y, design);
  check_variation(y, design);
  refuse_collinear(design);
}

RERATE_VECTOR_CLONES double square_about(const double* values, Index count, double centre) {
  Lanes sum, middle, value;
  spread(sum, 0);
  spread(middle, centre);
  const Index whole = count / lane_count * lane_count;
  for (Index i = 0; i < whole; i += lane_count) {
    load(value, values + i);
    value -= middle;
    sum += value * value;
  }
  double rest = 0;
  for (Index i = whole; i < count; ++i) rest += (values[i] - centre) * (values[i] - centre);
  return total(sum) + rest;
}

RERATE_VECTOR_CLONES double difference_square(const double* values, Index count) {
  Lanes sum, value, before;
  spread(sum, 0);
  const Index whole = 1 + (count - 1) / lane_count * lane_count;
  for (Index i = 1; i < whole; i += lane_count) {
    load(value, values + i);
    load(before, values + i - 1);
    value -= before;
    sum += value * value;
  }
  double rest = 0;
  for (Index i = whole; i < count; ++i) rest += (values[i] - values[i - 1]) * (values[i] - values[i - 1]);
  return total(sum) + rest;
}

RERATE_VECTOR_CLONES double mean(const double* values, Index count) {
  Lanes sum, value;
  spread(sum, 0);
  const Index whole = count / lane_count * lane_count;
  for (Index i = 0; i < whole; i += lane_count) {
    load(value, values + i);
    sum += value;
  }
  double rest = 0;
  for (Index i = whole; i < count; ++i) rest += values[i];
  return (total(sum) + rest) / static_cast<double>(count);
}

void set_coefficients(OlsFit& fit, const GramSchmidt& factor) {
  const Matrix root = inverse_of_upper_triangle(factor.triangle);
  fit.inverse_gram.resize(fit.k, fit.k);
  for (Index j = 0; j < fit.k; ++j)
    for (Index i = 0; i <= j; ++i) {
      double sum = 0;
      for (Index m = j; m < fit.k; ++m) sum += root(i, m) * root(j, m);
      fit.inverse_gram(i, j) = fit.inverse_gram(j, i) = sum;
    }
  fit.coefficients.resize(fit.k);
  for (Index i = fit.k - 1; i >= 0; --i) {
    double rest = factor.projections[i];
    for (Index m = i + 1; m < fit.k; ++m) rest -= factor.triangle(i, m) * fit.coefficients[m];
    fit.coefficients[i] = rest / factor.triangle(i, i);
  }
}

void set_goodness(OlsFit& fit, const Vector& y) {
  const auto n = static_cast<double>(fit.n), k = static_cast<double>(fit.k);
  fit.tss = square_about(y.data(), fit.n, fit.has_constant ? mean(y.data(), fit.n) : 0);
  fit.r2 = 1 - fit.ssr / fit.tss;
  fit.adjusted_r2 = 1 - (1 - fit.r2) * (n - (fit.has_constant ? 1 : 0)) / (n - k);
  fit.sigma = std::sqrt(fit.ssr / (n - k));
  fit.durbin_watson = difference_square(fit.residuals.data(), fit.n) / fit.ssr;
}

}  // namespace

void Design::append(std::string name, const Vector& column) {
  RERATE_ASSERT(columns() == 0 || column.size() == rows(), "a column as long as the others");
  x.conservativeResize(column.size(), columns() + 1);
  x.col(columns() - 1) = column;
  names.push_back(std::move(name));
}

Design Design::head(Index rows) const { return {x.topRows(rows), names, has_constant}; }

Design constant_design(Index rows) { return {Matrix::Ones(rows, 1), {"constant"}, true}; }

double OlsFit::aic() const {
  const auto rows = static_cast<double>(n);
  return rows * reproducible_log(ssr / rows) + 2 * static_cast<double>(k);
}

double OlsFit::bic() const {
  const auto rows = static_cast<double>(n);
  return rows * reproducible_log(ssr / rows) + static_cast<double>(k) * reproducible_log(rows);
}

OlsFit ols(const Vector& y, const Design& design) {
  check_sizes(y, design);
  PaddedColumns columns(design.rows(), design.columns() + 1);
  for (Index j = 0; j < design.columns(); ++j) columns.set(j, design.x.col(j).data());
  columns.set(design.columns(), y.data());
  const GramSchmidt factor = gram_schmidt(columns);
  check_factor(factor, y, design);
  check_variation(y, design);

  OlsFit fit;
  fit.names = design.names;
  fit.n = design.rows();
  fit.k = design.columns();
  fit.has_constant = design.has_constant;
  fit.residuals = Eigen::Map<const Vector>(columns.column(fit.k), fit.n);
  fit.fitted = y - fit.residuals;
  fit.ssr = factor.residual_square;
  fit.condition_number = scaled_condition_number(factor.triangle);
  set_coefficients(fit, factor);
  set_goodness(fit, y);
  return fit;
}

}  // namespace rerate

#include "rerate/regression/standardised_sample.h"

#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/regression/finite_input.h"

namespace rerate {
namespace {

struct Moments {
  double centre, scale;
};

// Rounding leaves a column of equal figures with a scale of some 1e-16 of them.
Moments moments(const double* values, Index rows) {
  constexpr double kStandsStill = 1e-14;
  const auto n = static_cast<double>(rows);
  double sum = 0, rest = 0, square = 0, largest = 0;
  for (Index i = 0; i < rows; ++i) sum += values[i], largest = std::max(largest, std::fabs(values[i]));
  const double first = sum / n;
  for (Index i = 0; i < rows; ++i) rest += values[i] - first;
  const double centre = first + rest / n;
  for (Index i = 0; i < rows; ++i) square += (values[i] - centre) * (values[i] - centre);
  const double scale = std::sqrt(square / n);
  return {centre, scale > kStandsStill * largest ? scale : 0};
}

void standardise(const double* values, Index rows, const Moments& by, double* out) {
  for (Index i = 0; i < rows; ++i) out[i] = by.scale > 0 ? (values[i] - by.centre) / by.scale : 0;
}

double mean_product(const double* a, const double* b, Index rows) {
  double sum = 0;
  for (Index i = 0; i < rows; ++i) sum += a[i] * b[i];
  return sum / static_cast<double>(rows);
}

}  // namespace

StandardisedSample standardised_sample(const Vector& y, const Matrix& drivers, Index rows) {
  RERATE_ASSERT(rows > 0 && rows <= drivers.rows() && y.size() == drivers.rows(), "rows of the sample");
  const Index k = drivers.cols();
  StandardisedSample sample{rows, Vector(k), Vector(k), 0, 0, Matrix(k, k), Vector(k)};
  Matrix columns(rows, k + 1);
  for (Index j = 0; j <= k; ++j) {
    const double* values = j < k ? drivers.col(j).data() : y.data();
    const auto own = moments(values, rows);
    standardise(values, rows, own, columns.col(j).data());
    (j < k ? sample.centre[j] : sample.y_centre) = own.centre;
    (j < k ? sample.scale[j] : sample.y_scale) = own.scale;
  }
  for (Index j = 0; j < k; ++j) {
    for (Index i = 0; i < j; ++i)
      sample.correlation(i, j) = sample.correlation(j, i) =
          mean_product(columns.col(i).data(), columns.col(j).data(), rows);
    sample.correlation(j, j) = sample.scale[j] > 0 ? 1 : 0;
    sample.with_y[j] = mean_product(columns.col(j).data(), columns.col(k).data(), rows);
  }
  return sample;
}

PenalisedFit in_units(const StandardisedSample& sample, const Vector& standardised) {
  PenalisedFit fit{sample.y_centre, Vector(standardised.size())};
  for (Index j = 0; j < standardised.size(); ++j) {
    fit.coefficients[j] = sample.scale[j] > 0 ? standardised[j] * sample.y_scale / sample.scale[j] : 0;
    fit.intercept -= fit.coefficients[j] * sample.centre[j];
  }
  return fit;
}

void check_penalised(const Vector& y, const Design& drivers) {
  RERATE_ASSERT(y.size() == drivers.rows() && !drivers.has_constant,
                "drivers by row of y, without a constant");
  RERATE_ASSERT(drivers.names.size() == static_cast<std::size_t>(drivers.columns()), "one name a column");
  if (drivers.columns() == 0 || y.size() < 2)
    refuse(ErrorCode::regression_too_few,
           fmt::format("a penalised regression needs a driver and 2 observations: {} and {}",
                       drivers.columns(), y.size()));
  refuse_not_finite(y, drivers);
}

void check_penalty(double penalty) {
  if (!(penalty >= 1e-10 && penalty <= 1e10))
    refuse(ErrorCode::regression_settings,
           fmt::format("a penalty must be within 1e-10 and 1e10: {}", penalty));
}

}  // namespace rerate

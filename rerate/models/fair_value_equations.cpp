#include "rerate/models/fair_value_equations.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/models/panel_columns.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// With the constant first, whatever the equation reports: in differences it has no row for one.
Matrix with_constant(const Matrix& covariance, Index slopes, double scale) {
  Matrix full = Matrix::Zero(1 + slopes, 1 + slopes);
  if (covariance.rows() == 1 + slopes)
    full = scale * covariance;
  else if (covariance.rows() == slopes)
    full.bottomRightCorner(slopes, slopes) = scale * covariance;
  else
    RERATE_ASSERT(covariance.size() == 0, "a covariance fits its equation");
  return full;
}

Index position(const std::vector<Index>& drivers, Index column) {
  const auto found = std::find(drivers.begin(), drivers.end(), column);
  return found == drivers.end() ? -1 : found - drivers.begin();
}

double slope_at(const std::vector<Index>& drivers, const Vector& coefficients, Index column) {
  const Index at = position(drivers, column);
  return at < 0 ? 0 : coefficients[at];
}

Vector slopes_by_draw(const std::vector<Index>& drivers, const Matrix& draws, Index column) {
  const Index at = position(drivers, column);
  if (at < 0 || draws.rows() == 0) return {};
  return draws.col(1 + at);
}

}  // namespace

FairValueEquations::FairValueEquations(const FairValuePanel& panel, const MultipleEquation& multiple,
                                       const GrowthEquation& growth, const FairValueDraws& draws,
                                       double level)
    : panel_(panel),
      multiple_(multiple),
      growth_(growth),
      draws_(draws),
      errors_(horizon_errors(multiple, growth)),
      multiple_covariance_(with_constant(multiple.covariance, multiple.coefficients.size(), 1)),
      growth_covariance_(with_constant(growth.covariance, growth.coefficients.size(), 1e-4)),
      level_(level),
      log_fundamental_(reproducible_log(panel.fundamental_now)),
      log_price_(reproducible_log(panel.price_now())) {}

Vector FairValueEquations::multiple_regressors(const Vector& figures) const {
  Vector regressors(1 + multiple_.coefficients.size());
  regressors[0] = 1;
  regressors.tail(multiple_.coefficients.size()) = columns_of(figures, multiple_.drivers);
  if (multiple_.form != MultipleForm::levels)
    regressors.tail(multiple_.coefficients.size()) -= columns_of(panel_.today, multiple_.drivers);
  return regressors;
}

Vector FairValueEquations::growth_regressors(const Vector& figures) const {
  Vector regressors(1 + growth_.coefficients.size());
  regressors[0] = 1;
  regressors.tail(growth_.coefficients.size()) = columns_of(figures, growth_.drivers);
  return regressors;
}

double FairValueEquations::log_multiple(const Vector& figures) const {
  return multiple_.fair_log_multiple(columns_of(figures, multiple_.drivers),
                                     columns_of(panel_.today, multiple_.drivers), log_multiple_now());
}

double FairValueEquations::log_growth(const Vector& figures) const {
  return growth_.log_growth(columns_of(figures, growth_.drivers)) / 100;
}

Vector FairValueEquations::log_multiple_draws(const Vector& figures) const {
  if (draws_.empty()) return {};
  Vector values = draws_.multiple * multiple_regressors(figures);
  if (multiple_.form == MultipleForm::differences) values.array() += log_multiple_now();
  return values;
}

Vector FairValueEquations::log_growth_draws(const Vector& figures) const {
  if (draws_.empty()) return {};
  return draws_.growth * growth_regressors(figures) / 100;
}

double FairValueEquations::log_multiple_variance(const Vector& figures) const {
  const Vector x = multiple_regressors(figures);
  return std::max(0.0, x.dot(multiple_covariance_ * x));
}

double FairValueEquations::log_growth_variance(const Vector& figures) const {
  const Vector z = growth_regressors(figures);
  return std::max(0.0, z.dot(growth_covariance_ * z));
}

double FairValueEquations::residual_now() const {
  if (multiple_.form == MultipleForm::differences) return 0;
  return log_multiple_now() - log_multiple(panel_.today);
}

double FairValueEquations::speed() const {
  if (multiple_.form == MultipleForm::differences || !multiple_.correction) return kMissing;
  return std::clamp(multiple_.correction->speed, 0.0, 1.0);
}

double FairValueEquations::gap_left() const {
  double left = 1;
  for (Index period = 0; period < growth_.horizon; ++period) left *= 1 - speed();
  return left;
}

double FairValueEquations::multiple_slope(Index column) const {
  return slope_at(multiple_.drivers, multiple_.coefficients, column);
}

double FairValueEquations::growth_slope(Index column) const {
  return slope_at(growth_.drivers, growth_.coefficients, column) / 100;
}

Vector FairValueEquations::multiple_slope_draws(Index column) const {
  return slopes_by_draw(multiple_.drivers, draws_.multiple, column);
}

Vector FairValueEquations::growth_slope_draws(Index column) const {
  return slopes_by_draw(growth_.drivers, draws_.growth, column) / 100;
}

double FairValueEquations::multiple_covariance_with_slope(const Vector& figures, Index column) const {
  const Index at = position(multiple_.drivers, column);
  return at < 0 ? 0 : multiple_covariance_.row(1 + at).dot(multiple_regressors(figures));
}

double FairValueEquations::growth_covariance_with_slope(const Vector& figures, Index column) const {
  const Index at = position(growth_.drivers, column);
  return at < 0 ? 0 : growth_covariance_.row(1 + at).dot(growth_regressors(figures));
}

double FairValueEquations::multiple_slope_variance(Index column) const {
  const Index at = position(multiple_.drivers, column);
  return at < 0 ? 0 : multiple_covariance_(1 + at, 1 + at);
}

double FairValueEquations::growth_slope_variance(Index column) const {
  const Index at = position(growth_.drivers, column);
  return at < 0 ? 0 : growth_covariance_(1 + at, 1 + at);
}

}  // namespace rerate

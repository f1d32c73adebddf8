#include "rerate/regression/long_horizon.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "rerate/base/error.h"

namespace rerate {
namespace {

void check(const Design& design, std::span<const double> one_period, Index horizon) {
  RERATE_ASSERT(static_cast<Index>(one_period.size()) == design.rows(), "one return for each row");
  if (horizon < 1)
    refuse(ErrorCode::regression_settings,
           fmt::format("the horizon ({}) must be at least one period", horizon), "Give a positive horizon.");
  if (design.rows() - horizon <= design.columns() + 1)
    refuse(ErrorCode::regression_too_few,
           fmt::format("{} observations leave too few windows of {} for {} coefficients", design.rows(),
                       horizon, design.columns()));
}

Vector overlapping_sums(const Vector& one_period, Index horizon) {
  Vector sums = Vector::Zero(one_period.size() - horizon);
  for (Index j = 1; j <= horizon; ++j) sums += one_period.segment(j, sums.size());
  return sums;
}

// Row by row x_t + ... + x_{t-h+1}, for t = h-1..T-2.
Matrix regressor_sums(const Matrix& x, Index horizon) {
  Matrix sums = Matrix::Zero(x.rows() - horizon, x.cols());
  for (Index i = 0; i < horizon; ++i) sums += x.middleRows(i, sums.rows());
  return sums;
}

Covariance hodrick(const Design& design, const Vector& one_period, const OlsFit& fit, Index horizon) {
  const Vector later = one_period.tail(one_period.size() - 1);
  const Vector errors = (later.array() - later.mean()).tail(fit.n);  // e_{t+1} for t = h-1..T-2
  const Matrix meat = gram(regression_moments(regressor_sums(design.x, horizon), errors));
  return {symmetric_sandwich(fit.inverse_gram, meat), fmt::format("Hodrick 1B (horizon {})", horizon), 0,
          std::numeric_limits<double>::infinity()};
}

CovarianceSettings lags(CovarianceKind kind, double bandwidth, bool small_sample) {
  CovarianceSettings settings{kind};
  settings.rule = BandwidthRule::given;
  settings.bandwidth = bandwidth;
  settings.small_sample = small_sample;
  return settings;
}

}  // namespace

LongHorizonFit long_horizon_regression(const Design& design, std::span<const double> one_period,
                                       Index horizon) {
  check(design, one_period, horizon);
  const Vector returns = Eigen::Map<const Vector>(one_period.data(), design.rows());
  const Design known = design.head(design.rows() - horizon);
  LongHorizonFit result;
  result.horizon = horizon;
  result.y = overlapping_sums(returns, horizon);
  result.fit = ols(result.y, known);
  result.hodrick = hodrick(design, returns, result.fit, horizon);
  // Fewer windows than the horizon is long: as many lags as there are.
  const auto bandwidth = static_cast<double>(std::min(horizon, result.fit.n));
  result.newey_west = covariance(known, result.fit, lags(CovarianceKind::hac, bandwidth, true));
  result.ewc = covariance(known, result.fit, {CovarianceKind::ewc});
  result.hansen_hodrick =
      covariance(known, result.fit, lags(CovarianceKind::hansen_hodrick, bandwidth - 1, false));
  return result;
}

}  // namespace rerate

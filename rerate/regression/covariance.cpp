#include "rerate/regression/covariance.h"

#include <fmt/format.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/error.h"
#include "rerate/regression/bandwidth.h"
#include "rerate/regression/equal_weighted_cosine.h"
#include "rerate/regression/prewhitening.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double degrees(const OlsFit& fit) { return static_cast<double>(fit.n - fit.k); }

double small_sample_factor(const OlsFit& fit) { return static_cast<double>(fit.n) / degrees(fit); }

Covariance classical(const OlsFit& fit) {
  return {fit.sigma * fit.sigma * fit.inverse_gram, "classical", 0, degrees(fit)};
}

// x_t' (X'X)^-1 x_t.
Vector leverages(const Design& design, const OlsFit& fit) {
  return (design.x * fit.inverse_gram).cwiseProduct(design.x).rowwise().sum();
}

// Residuals as HC2 and HC3 inflate them: by the power -1/2 or -1 of 1 - leverage.
Vector inflated_residuals(const Design& design, const OlsFit& fit, CovarianceKind kind) {
  if (kind == CovarianceKind::hc0 || kind == CovarianceKind::hc1) return fit.residuals;
  const Vector rest = 1 - leverages(design, fit).array();
  Index row = 0;
  if (rest.minCoeff(&row) < 1e-12)
    refuse(ErrorCode::regression_settings,
           fmt::format("{} has no value where one observation alone determines a coefficient: row {} of {}",
                       kind == CovarianceKind::hc2 ? "HC2" : "HC3", row + 1, fit.n),
           "Use HC1, or leave out the driver that is zero everywhere else.");
  if (kind == CovarianceKind::hc2) return fit.residuals.array() / rest.array().sqrt();
  return fit.residuals.array() / rest.array();
}

Covariance heteroskedastic(const Design& design, const OlsFit& fit, CovarianceKind kind) {
  Matrix meat = gram(regression_moments(design.x, inflated_residuals(design, fit, kind)));
  if (kind == CovarianceKind::hc1) meat *= small_sample_factor(fit);
  const int which = static_cast<int>(kind) - static_cast<int>(CovarianceKind::hc0);
  return {symmetric_sandwich(fit.inverse_gram, meat), fmt::format("HC{}", which), 0, degrees(fit)};
}

void check_bandwidth(double bandwidth, Index n) {
  if (bandwidth >= 0 && bandwidth <= static_cast<double>(n)) return;
  refuse(ErrorCode::regression_settings,
         fmt::format("the bandwidth ({}) must be from 0 to the number of observations ({})", bandwidth, n));
}

// What the automatic rules leave out: the constant, unless it is alone.
Vector choice_weights(const OlsFit& fit) {
  Vector weights = Vector::Ones(fit.k);
  if (fit.has_constant && fit.k > 1)
    weights[std::find(fit.names.begin(), fit.names.end(), "constant") - fit.names.begin()] = 0;
  return weights;
}

bool reads_moments(BandwidthRule rule) {
  return rule == BandwidthRule::newey_west || rule == BandwidthRule::andrews;
}

double bandwidth_by_size(const CovarianceSettings& settings, Index n) {
  if (settings.rule == BandwidthRule::lazarus) return lazarus_bandwidth(n);
  if (settings.rule == BandwidthRule::rule_of_thumb) return static_cast<double>(rule_of_thumb_lags(n) + 1);
  check_bandwidth(settings.bandwidth, n);
  return settings.bandwidth;
}

double bandwidth_by_moments(const CovarianceSettings& settings, const OlsFit& fit, const Matrix& moments) {
  if (settings.rule == BandwidthRule::andrews)
    return andrews_bandwidth(moments, choice_weights(fit), settings.kernel);
  return newey_west_bandwidth(moments, choice_weights(fit), settings.kernel, fit.n - moments.rows());
}

// A rule that meets a unit root asks for an infinite bandwidth; one that meets no moments at all, for none.
double within_sample(double bandwidth, Index n) {
  return std::isnan(bandwidth) ? 0 : std::min(bandwidth, static_cast<double>(n));
}

void check_rule(const CovarianceSettings& settings) {
  if (settings.prewhitening < 0)
    refuse(ErrorCode::regression_settings,
           fmt::format("the order of prewhitening ({}) must not be negative", settings.prewhitening));
  if (settings.rule == BandwidthRule::lazarus &&
      (settings.kernel != Kernel::bartlett || settings.prewhitening > 0))
    refuse(ErrorCode::regression_settings,
           "bandwidth rule `lazarus` goes with the Bartlett kernel and without prewhitening",
           "Its fixed-b critical values are for these alone; choose another rule.");
}

std::string_view rule_in_words(BandwidthRule rule) {
  switch (rule) {
    case BandwidthRule::given: return "";
    case BandwidthRule::rule_of_thumb: return " by rule of thumb";
    case BandwidthRule::lazarus: return " by 1.3 sqrt(n), fixed-b";
    case BandwidthRule::newey_west: return " by Newey-West 1994";
    case BandwidthRule::andrews: break;
  }
  return " by Andrews 1991";
}

std::string kernel_name(const CovarianceSettings& settings, double bandwidth) {
  const bool bartlett = settings.kernel == Kernel::bartlett;
  const bool whole_lags = bartlett && bandwidth >= 1 && bandwidth == std::floor(bandwidth);
  std::string name = fmt::format("{} ({}, ", bartlett ? "Newey-West" : "HAC", to_string(settings.kernel));
  name += whole_lags ? fmt::format("{} lags", bandwidth - 1) : fmt::format("bandwidth {:.4g}", bandwidth);
  name += rule_in_words(settings.rule);
  if (settings.prewhitening > 0) name += fmt::format(", VAR({}) prewhitened", settings.prewhitening);
  if (settings.small_sample) name += ", times n/(n-k)";
  return name + ")";
}

struct LongRun {
  Matrix sum;
  double bandwidth;
};

// Newey-West as nearly everyone asks for it, a whole number of lags given: its moments need not be stored.
bool is_plain(const CovarianceSettings& settings, double bandwidth) {
  return settings.kernel == Kernel::bartlett && settings.prewhitening == 0 && bandwidth >= 1 &&
         bandwidth == std::floor(bandwidth);
}

LongRun long_run(const Design& design, const OlsFit& fit, const CovarianceSettings& settings) {
  double bandwidth =
      reads_moments(settings.rule) ? 0 : within_sample(bandwidth_by_size(settings, fit.n), fit.n);
  if (is_plain(settings, bandwidth))
    return {window_gram(design.x, fit.residuals, static_cast<Index>(bandwidth)) / bandwidth, bandwidth};
  PaddedColumns moments = regression_moments(design.x, fit.residuals);
  Matrix colour = Matrix::Identity(fit.k, fit.k);
  if (settings.prewhitening > 0) {
    auto whitened = prewhiten(unpadded(moments), settings.prewhitening);
    moments = padded(whitened.errors);
    colour = std::move(whitened.colour);
  }
  if (reads_moments(settings.rule))
    bandwidth = within_sample(bandwidth_by_moments(settings, fit, unpadded(moments)), fit.n);
  return {symmetric_sandwich(colour, kernel_sum(moments, settings.kernel, bandwidth)), bandwidth};
}

Covariance kernel_covariance(const Design& design, const OlsFit& fit, const CovarianceSettings& settings) {
  check_rule(settings);
  auto [meat, bandwidth] = long_run(design, fit, settings);
  if (settings.small_sample) meat *= small_sample_factor(fit);
  Covariance result{symmetric_sandwich(fit.inverse_gram, meat), kernel_name(settings, bandwidth), bandwidth,
                    degrees(fit)};
  if (settings.rule == BandwidthRule::lazarus) {
    result.fixed_b = true;
    result.b = bandwidth / static_cast<double>(fit.n);
  }
  return result;
}

bool indefinite(const Matrix& matrix) {
  return Eigen::SelfAdjointEigenSolver<Matrix>(matrix, Eigen::EigenvaluesOnly).eigenvalues()[0] < 0;
}

Covariance hansen_hodrick(const Design& design, const OlsFit& fit, const CovarianceSettings& settings) {
  check_bandwidth(settings.bandwidth, fit.n);
  const double lags = std::floor(settings.bandwidth);
  Matrix meat = kernel_sum(regression_moments(design.x, fit.residuals), Kernel::truncated, lags);
  if (settings.small_sample) meat *= small_sample_factor(fit);
  std::string name =
      fmt::format("Hansen-Hodrick ({} lags{}{})", lags, settings.small_sample ? ", times n/(n-k)" : "",
                  indefinite(meat) ? ", not positive definite" : "");
  return {symmetric_sandwich(fit.inverse_gram, meat), std::move(name), lags, infinity};
}

Covariance cosine(const Design& design, const OlsFit& fit, const CovarianceSettings& settings) {
  const Index terms = settings.cosine_terms == 0 ? cosine_terms_for(fit.n) : settings.cosine_terms;
  if (terms < 1 || terms >= fit.n)
    refuse(
        ErrorCode::regression_settings,
        fmt::format("the number of cosine terms ({}) must be from 1 to one less than the observations ({})",
                    terms, fit.n));
  const Matrix meat = equal_weighted_cosine_sum(unpadded(regression_moments(design.x, fit.residuals)), terms);
  return {symmetric_sandwich(fit.inverse_gram, meat), fmt::format("equal-weighted cosine ({} terms)", terms),
          0, static_cast<double>(terms)};
}

}  // namespace

double Covariance::std_error(Index i) const { return std::sqrt(matrix(i, i)); }

double Covariance::p_value(double t) const {
  return fixed_b ? fixed_b_p_value(t, b) : student_t_two_sided_p(t, degrees_of_freedom);
}

double Covariance::critical_value(double level) const {
  return fixed_b ? fixed_b_critical_value(b, level) : student_t_quantile((1 + level) / 2, degrees_of_freedom);
}

Covariance covariance(const Design& design, const OlsFit& fit, const CovarianceSettings& settings) {
  RERATE_ASSERT(design.rows() == fit.n && design.columns() == fit.k, "the design of the fit");
  switch (settings.kind) {
    case CovarianceKind::classical: return classical(fit);
    case CovarianceKind::hc0:
    case CovarianceKind::hc1:
    case CovarianceKind::hc2:
    case CovarianceKind::hc3: return heteroskedastic(design, fit, settings.kind);
    case CovarianceKind::hac: return kernel_covariance(design, fit, settings);
    case CovarianceKind::hansen_hodrick: return hansen_hodrick(design, fit, settings);
    case CovarianceKind::ewc: break;
  }
  return cosine(design, fit, settings);
}

}  // namespace rerate

#include "rerate/regression/binary_choice.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/base/error.h"
#include "rerate/regression/binary_likelihood.h"
#include "rerate/regression/gram_schmidt.h"
#include "rerate/regression/separation.h"
#include "rerate/statistics/fast_normal.h"

namespace rerate {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double settled = 1e-9;         // change of the index that quadratic convergence makes rounding of
constexpr double nearly_settled = 1e-6;  // below, the likelihood cannot tell up from down
constexpr double least_information = 1e-11;  // of a direction, of what it would be without the others
constexpr int most_steps = 100;

void check_settings(const Vector& outcome, const BinaryChoiceSettings& settings) {
  for (Index i = 0; i < outcome.size(); ++i)
    if (outcome[i] != 0 && outcome[i] != 1)
      refuse(ErrorCode::regression_settings,
             fmt::format("outcomes must be 0 or 1: row {} of {} has {}", i + 1, outcome.size(), outcome[i]),
             "Make the outcome a condition, such as x > 0.");
  const auto kind = settings.errors.kind;
  if (kind == CovarianceKind::hc2 || kind == CovarianceKind::hc3)
    refuse(ErrorCode::regression_settings,
           fmt::format("errors {} are for linear regressions", kind == CovarianceKind::hc2 ? "HC2" : "HC3"),
           "Use hac, hc1 or classical.");
}

// X = Q T, the columns of Q orthogonal and of mean square 1: on them Newton's method does not feel the units of X.
struct OrthogonalDesign {
  PaddedColumns columns;
  Matrix inverse_triangle;  // T^-1: coefficients on X are T^-1 those on Q
  Vector largest;           // in absolute value, by column
};

OrthogonalDesign orthogonal(const Vector& outcome, const Design& design) {
  const Index n = design.rows(), k = design.columns();
  PaddedColumns work(n, k + 1);
  for (Index j = 0; j < k; ++j) work.set(j, design.x.col(j).data());
  work.set(k, outcome.data());
  const GramSchmidt factor = gram_schmidt(work);
  const double root = std::sqrt(static_cast<double>(n));
  OrthogonalDesign result{PaddedColumns(n, k), inverse_of_upper_triangle(factor.triangle) * root, Vector(k)};
  for (Index j = 0; j < k; ++j) {
    const Vector column = Eigen::Map<const Vector>(work.column(j), n) * (root / factor.triangle(j, j));
    result.columns.set(j, column.data());
    result.largest[j] = column.cwiseAbs().maxCoeff();
  }
  return result;
}

// R^-1 of the information R'R; empty where a direction has (next to) none.
Matrix inverse_root(const Matrix& information) {
  const Index k = information.rows();
  Matrix root = Matrix::Zero(k, k);
  for (Index j = 0; j < k; ++j) {
    for (Index i = 0; i < j; ++i)
      root(i, j) = (information(i, j) - root.col(i).head(i).dot(root.col(j).head(i))) / root(i, i);
    const double rest = information(j, j) - root.col(j).head(j).squaredNorm();
    if (!(rest > least_information * information(j, j))) return {};
    root(j, j) = std::sqrt(rest);
  }
  return inverse_of_upper_triangle(root);
}

struct Maximum {
  Vector coefficients;  // on the orthogonal columns
  Matrix root;          // R^-1 of the information R'R there
  int steps = 0;
  bool found = false;
};

// Moves by the step or a half, a quarter, ... of it, as soon as the likelihood does not fall.
void climb(BinaryLikelihood& likelihood, Vector& coefficients, Vector step, double size,
           Information information) {
  const double before = likelihood.value(), rounding = 1e-13 * std::fabs(before);
  for (int halvings = 0; halvings < 60; ++halvings, step /= 2) {
    likelihood.move_to(coefficients + step, information);
    if (likelihood.value() >= before - rounding || size < nearly_settled) break;
  }
  coefficients += step;
}

Maximum maximize(BinaryLikelihood& likelihood, const Vector& largest, Information information) {
  Maximum at{Vector::Zero(largest.size()), {}, 0, false};
  likelihood.move_to(at.coefficients, information);
  while (true) {
    at.root = inverse_root(likelihood.information());
    if (at.root.size() == 0 || at.found || at.steps == most_steps) break;
    const Vector step = at.root.lazyProduct(at.root.transpose().lazyProduct(likelihood.gradient()));
    const double size = step.cwiseAbs().dot(largest);
    climb(likelihood, at.coefficients, step, size, information);
    ++at.steps;
    if (likelihood.least_margin() > 0) break;
    at.found = size < settled;
  }
  at.found = at.found && at.root.size() > 0;
  return at;
}

// The covariance of a regression on X whose moments are the scores: the same sandwich, with the inverse information for
// (X'X)^-1.
Covariance covariance_of(const Design& design, const BinaryLikelihood& likelihood, const Matrix& inverse,
                         const BinaryChoiceSettings& settings) {
  OlsFit scores;
  scores.names = design.names;
  scores.residuals = likelihood.scores();
  scores.inverse_gram = inverse;
  scores.n = design.rows();
  scores.k = design.columns();
  scores.has_constant = design.has_constant;
  scores.sigma = 1;
  auto result = covariance(design, scores, settings.errors);
  if (settings.errors.kind == CovarianceKind::classical)
    result.name = settings.information == Information::observed ? "inverse information"
                                                                : "inverse expected information";
  if (settings.errors.kind != CovarianceKind::ewc) result.degrees_of_freedom = infinity;
  return result;
}

double null_log_likelihood(Index ones, Index n) {
  const auto events = static_cast<double>(ones), rows = static_cast<double>(n), others = rows - events;
  return events * reproducible_log(events / rows) + others * reproducible_log(others / rows);
}

double critical_of(const BinaryChoiceFit& fit, double level) {
  if (!(level > 0 && level < 1))
    refuse(ErrorCode::regression_settings, fmt::format("the level ({}) must lie between 0 and 1", level));
  return fit.covariance.critical_value(level);
}

ProbabilityBand band(const BinaryChoiceFit& fit, const Vector& x, double critical) {
  RERATE_ASSERT(x.size() == fit.coefficients.size(), "one figure for each regressor");
  const double index = x.dot(fit.coefficients);
  const double reach = critical * std::sqrt(x.dot(fit.covariance.matrix.lazyProduct(x)));
  return {link_probability(fit.link, index), link_probability(fit.link, index - reach),
          link_probability(fit.link, index + reach)};
}

}  // namespace

BinaryChoiceFit binary_choice(const Vector& outcome, const Design& design,
                              const BinaryChoiceSettings& settings) {
  ols(outcome, design);  // refuses all that cannot be regressed
  check_settings(outcome, settings);
  // For logit they are one and the same.
  const auto kind = settings.link == Link::logit ? Information::observed : settings.information;
  const auto regressors = orthogonal(outcome, design);
  BinaryLikelihood likelihood(regressors.columns, outcome, settings.link);
  const Maximum maximum = maximize(likelihood, regressors.largest, kind);
  const Vector coefficients = regressors.inverse_triangle.lazyProduct(maximum.coefficients);
  if (!maximum.found) refuse_separation(outcome, design, coefficients);

  const Matrix root = regressors.inverse_triangle.lazyProduct(maximum.root);
  BinaryChoiceFit fit;
  fit.link = settings.link;
  fit.names = design.names;
  fit.coefficients = coefficients;
  fit.covariance =
      covariance_of(design, likelihood,
                    symmetric_sandwich(root, Matrix::Identity(design.columns(), design.columns())), settings);
  fit.probability = likelihood.probabilities();
  fit.n = design.rows();
  fit.ones = static_cast<Index>(outcome.sum());
  fit.log_likelihood = likelihood.value();
  fit.null_log_likelihood = null_log_likelihood(fit.ones, fit.n);
  fit.mcfadden_r2 = 1 - fit.log_likelihood / fit.null_log_likelihood;
  fit.iterations = maximum.steps;
  return fit;
}

RegressionTable BinaryChoiceFit::table(double level) const {
  RegressionTable result;
  result.title = link == Link::probit ? "Probit" : "Logit";
  result.dependent = "y";
  result.errors = covariance.name;
  result.level = level;
  result.terms = regression_terms(names, coefficients, covariance, level);
  result.n = n;
  result.k = coefficients.size();
  result.r2 = result.adjusted_r2 = result.durbin_watson = result.condition_number = result.sigma =
      not_a_number;
  if (std::isinf(covariance.degrees_of_freedom) && !covariance.fixed_b)
    result.choices.push_back("p and interval by the normal distribution");
  result.choices.push_back(
      fmt::format("maximum likelihood, {} of {} are 1; log-likelihood {:.6g}, with a constant alone {:.6g}",
                  ones, n, log_likelihood, null_log_likelihood));
  result.choices.push_back(fmt::format("McFadden's R2 {:.4g}", mcfadden_r2));
  return result;
}

ProbabilityBand predicted_probability(const BinaryChoiceFit& fit, const Vector& x, double level) {
  return band(fit, x, critical_of(fit, level));
}

std::vector<ProbabilityBand> predicted_probabilities(const BinaryChoiceFit& fit, const Matrix& x,
                                                     double level) {
  const double critical = critical_of(fit, level);
  std::vector<ProbabilityBand> bands;
  bands.reserve(static_cast<std::size_t>(x.rows()));
  for (Index i = 0; i < x.rows(); ++i) bands.push_back(band(fit, x.row(i).transpose(), critical));
  return bands;
}

double link_probability(Link link, double index) {
  return link == Link::probit ? fast_normal_cdf(index) : fast_logistic(index);
}

}  // namespace rerate

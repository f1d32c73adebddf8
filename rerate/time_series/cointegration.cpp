#include "rerate/time_series/cointegration.h"

#include <fmt/format.h>

#include <Eigen/SVD>
#include <cmath>

#include "rerate/base/elementary.h"
#include "rerate/base/error.h"
#include "rerate/time_series/collinear_series.h"
#include "rerate/time_series/dickey_fuller.h"
#include "rerate/time_series/levels.h"
#include "rerate/time_series/nested_regression.h"

namespace rerate {
namespace {

const std::string kEngleGranger = "Engle-Granger test";
const std::string kJohansen = "Johansen test";

// Of a series' own sum of squares, the least that counts as a residual.
constexpr double kExactFit = 1e-20;
// 1 - eigenvalue at which a relation counts as exact.
constexpr double kExactRelation = 1e-12;
constexpr double kNegligible = 1e-8;

// Rows of a trend that rises by one over the sample.
void fill_trend(Matrix& design, Index column) {
  const auto rows = static_cast<double>(design.rows());
  for (Index t = 0; t < design.rows(); ++t) design(t, column) = (static_cast<double>(t) + 0.5) / rows - 0.5;
}

std::vector<std::string> names_of(const std::vector<std::string>& names, Index count) {
  std::vector<std::string> result;
  for (Index i = 0; i < count; ++i) result.push_back(series_name(names, i));
  return result;
}

// Residual of the first column of `levels` on the deterministic terms and the other columns.
Vector long_run_residual(const Levels& levels, Deterministic deterministic,
                         const std::vector<std::string>& names) {
  const Index rows = levels.values.rows(), terms = static_cast<Index>(deterministic);
  const Index others = levels.values.cols() - 1;
  if (rows <= terms + others)
    refuse(ErrorCode::regression_too_few,
           fmt::format("{}: too few observations for {} series: {}", kEngleGranger, others + 1, rows));
  Matrix design(rows, terms + others);
  design.col(0).setOnes();
  if (terms > 1) fill_trend(design, 1);
  design.rightCols(others) = levels.values.rightCols(others);
  const Vector y = levels.values.col(0);
  const NestedRegression fit(design, y);
  std::vector<std::string> series(static_cast<std::size_t>(terms));
  series.insert(series.end(), names.begin() + 1, names.end());
  refuse_collinear_series(fit, series, kEngleGranger);
  if (fit.residual_sum_of_squares(design.cols()) <= kExactFit * y.squaredNorm())
    refuse(ErrorCode::regression_collinear,
           fmt::format("{}: an exact combination of {}: `{}`", kEngleGranger,
                       quoted_list({names.begin() + 1, names.end()}), names.front()));
  return residuals_of(y, design, fit.coefficients(design.cols()));
}

// The regression behind Johansen's procedure: dy_t on [free constant, lagged differences | restricted term, y_{t-1}].
struct JohansenDesign {
  Index m = 0, n = 0;
  Index free = 0;        // columns before the bar
  Index restricted = 0;  // 0 or 1 deterministic column after it
  Matrix regressors = {}, differences = {};
  std::vector<std::string> series = {};  // of the columns
};

JohansenDesign johansen_design(const Matrix& y, int lags, JohansenCase deterministic,
                               const std::vector<std::string>& names) {
  JohansenDesign d{.m = y.cols(), .n = y.rows() - lags};
  const bool constant =
      deterministic == JohansenCase::constant || deterministic == JohansenCase::restricted_trend;
  const Index constants = constant ? 1 : 0;
  d.restricted =
      deterministic == JohansenCase::restricted_constant || deterministic == JohansenCase::restricted_trend
          ? 1
          : 0;
  d.free = constants + d.m * (lags - 1);
  const Index columns = d.free + d.restricted + d.m;
  if (d.n < columns + d.m)
    refuse(ErrorCode::regression_too_few, fmt::format("{}: too few observations for {} series and {}: {}",
                                                      kJohansen, d.m, told_lags(lags), y.rows()));
  const Matrix difference = y.bottomRows(y.rows() - 1) - y.topRows(y.rows() - 1);
  d.differences = difference.bottomRows(d.n);
  d.regressors.resize(d.n, columns);
  d.series.resize(static_cast<std::size_t>(columns));
  const auto place = [&](Index first, const Matrix& block) {
    d.regressors.middleCols(first, d.m) = block;
    for (Index i = 0; i < d.m; ++i)
      d.series[static_cast<std::size_t>(first + i)] = names[static_cast<std::size_t>(i)];
  };
  if (constant) d.regressors.col(0).setOnes();
  for (Index lag = 1; lag < lags; ++lag)
    place(constants + (lag - 1) * d.m, difference.middleRows(lags - 1 - lag, d.n));
  if (deterministic == JohansenCase::restricted_constant) d.regressors.col(d.free).setOnes();
  if (deterministic == JohansenCase::restricted_trend) fill_trend(d.regressors, d.free);
  place(d.free + d.restricted, y.middleRows(lags - 1, d.n));
  return d;
}

// The differences given the free terms, by QR; refuses those that nothing is left of.
NestedRegression conditional_differences(const JohansenDesign& d, const NestedRegression& fit,
                                         const std::vector<std::string>& names) {
  const Matrix conditional = fit.rotated().bottomRows(d.n - d.free);
  for (Index i = 0; i < d.m; ++i)
    if (conditional.col(i).squaredNorm() <= kExactFit * d.differences.col(i).squaredNorm())
      refuse(ErrorCode::regression_collinear, fmt::format("{}: lagged differences explain it exactly: `{}`",
                                                          kJohansen, names[static_cast<std::size_t>(i)]));
  NestedRegression result(conditional, Matrix(conditional.rows(), 0));
  refuse_collinear_series(result, names, kJohansen + ", in differences");
  return result;
}

struct CanonicalRelations {
  Vector correlations;   // m, falling
  Matrix vectors = {};   // restricted + m rows: [restricted term; variables], of unit conditional length
  Matrix loadings = {};  // m x m
  Vector lengths = {};   // of the conditional columns, for weighing entries of the vectors
};

CanonicalRelations canonical_relations(const JohansenDesign& d, const std::vector<std::string>& names) {
  const NestedRegression fit(d.regressors, d.differences);
  refuse_collinear_series(fit, d.series, kJohansen);
  const NestedRegression differences = conditional_differences(d, fit, names);
  const Index q = d.restricted + d.m;
  const Matrix level_factor = fit.factor().block(d.free, d.free, q, q);
  const Matrix projected =
      fit.rotated().middleRows(d.free, q);  // of the differences on the conditional levels
  const Matrix cross =
      differences.factor().topLeftCorner(d.m, d.m).triangularView<Eigen::Upper>().solve<Eigen::OnTheRight>(
          projected);
  const Eigen::JacobiSVD<Matrix> svd(cross, Eigen::ComputeThinU | Eigen::ComputeThinV);
  CanonicalRelations result{.correlations = svd.singularValues()};
  result.vectors = level_factor.triangularView<Eigen::Upper>().solve(svd.matrixU());
  result.loadings = projected.transpose() * svd.matrixU();
  result.lengths = level_factor.colwise().norm();
  return result;
}

// From [restricted; scaled and centred variables] to the variables as given, then the restricted term.
Matrix in_given_units(const Matrix& vectors, const Levels& levels, JohansenCase deterministic, Index n) {
  const Index m = levels.values.cols(), restricted = vectors.rows() - m;
  Matrix result(vectors.rows(), vectors.cols());
  for (Index r = 0; r < vectors.cols(); ++r) {
    const Vector variables = vectors.col(r).tail(m);
    result.col(r).head(m) = variables.cwiseQuotient(levels.scale);
    if (restricted == 0) continue;
    result(m, r) = deterministic == JohansenCase::restricted_trend
                       ? vectors(0, r) / static_cast<double>(n)
                       : vectors(0, r) - variables.dot(levels.mean);
  }
  return result;
}

// The entry that becomes 1: the first variable, or the weightiest one when that is negligible.
Index leading_entry(const Vector& variables, const Vector& lengths) {
  const Vector weights = variables.cwiseProduct(lengths).cwiseAbs();
  Index largest = 0;
  const double most = weights.maxCoeff(&largest);
  return weights(0) > kNegligible * most ? 0 : largest;
}

void fill_tests(Johansen& result) {
  const Index m = result.eigenvalues.size();
  result.trace.resize(m);
  result.trace_p.resize(m);
  result.max_eigenvalue.resize(m);
  result.max_eigenvalue_p.resize(m);
  double trace = 0;
  for (Index r = m - 1; r >= 0; --r) {
    const double statistic = -result.n * reproducible_log(1 - result.eigenvalues(r));
    trace += statistic;
    const int left = static_cast<int>(m - r);
    result.trace(r) = trace;
    result.trace_p(r) = johansen_trace_p(trace, result.deterministic, left);
    result.max_eigenvalue(r) = statistic;
    result.max_eigenvalue_p(r) = johansen_max_eigenvalue_p(statistic, result.deterministic, left);
  }
}

}  // namespace

UnitRootTest engle_granger(const Vector& y, const Matrix& x, const AdfSettings& settings,
                           const std::vector<std::string>& names) {
  const int variables = static_cast<int>(x.cols()) + 1;
  if (settings.deterministic == Deterministic::none)
    refuse(ErrorCode::regression_settings,
           fmt::format("{}: needs a constant, or a constant and a trend", kEngleGranger));
  if (variables < 2 || variables > kMostMackinnonSeries)
    refuse(ErrorCode::regression_settings, fmt::format("{}: its distribution is known for 2 to {} series: {}",
                                                       kEngleGranger, kMostMackinnonSeries, variables));
  RERATE_ASSERT(y.size() == x.rows(), "as many rows in y as in x");
  Matrix joint(y.size(), variables);
  joint << y, x;
  const Levels levels = levels_of(joint, names, Centring::about_mean, kEngleGranger);
  const Vector residual = long_run_residual(levels, settings.deterministic, names_of(names, variables));
  AdfSettings of_residual = settings;
  of_residual.deterministic = Deterministic::none;
  const DickeyFuller fit = dickey_fuller(residual, of_residual, kEngleGranger);

  const auto critical = [&](double level) {  // at T - 1, as Stata's egranger and statsmodels
    return mackinnon_critical_value(level, settings.deterministic, variables, static_cast<int>(y.size()) - 1);
  };
  return {.name = fmt::format("Engle-Granger ({} series, {})", variables,
                              told(settings.deterministic, settings.rule, fit.lags)),
          .statistic = fit.tau,
          .p = mackinnon_p(fit.tau, settings.deterministic, variables),
          .lags = fit.lags,
          .n = fit.n,
          .critical_1 = critical(0.01),
          .critical_5 = critical(0.05),
          .critical_10 = critical(0.10)};
}

int Johansen::rank_at(double level) const {
  for (Index r = 0; r < trace_p.size(); ++r)
    if (trace_p(r) > level) return static_cast<int>(r);
  return static_cast<int>(trace_p.size());
}

Johansen johansen(const Matrix& y, int lags, JohansenCase deterministic,
                  const std::vector<std::string>& names) {
  if (lags < 1)
    refuse(ErrorCode::regression_settings,
           fmt::format("{}: at least 1 lag in the levels: {}", kJohansen, lags));
  if (y.cols() < 1) refuse(ErrorCode::regression_settings, fmt::format("{}: no series", kJohansen));
  const std::vector<std::string> series = names_of(names, y.cols());
  const Levels levels = levels_of(
      y, names, deterministic == JohansenCase::no_constant ? Centring::as_they_are : Centring::about_mean,
      kJohansen);
  const JohansenDesign design = johansen_design(levels.values, lags, deterministic, series);
  const CanonicalRelations relations = canonical_relations(design, series);

  Johansen result{.deterministic = deterministic, .lags = lags, .n = static_cast<int>(design.n)};
  result.eigenvalues = relations.correlations.cwiseAbs2();
  if (result.eigenvalues(0) >= 1 - kExactRelation)
    refuse(
        ErrorCode::regression_collinear,
        fmt::format("{}: an exact relation between present and past of {}", kJohansen, quoted_list(series)));
  result.vectors = in_given_units(relations.vectors, levels, deterministic, design.n);
  result.loadings = levels.scale.asDiagonal() * relations.loadings;
  for (Index r = 0; r < design.m; ++r) {
    const double leading = result.vectors(
        leading_entry(relations.vectors.col(r).tail(design.m), relations.lengths.tail(design.m)), r);
    result.vectors.col(r) /= leading;
    result.loadings.col(r) *= leading;
  }
  if (!result.vectors.allFinite() || !result.loadings.allFinite())
    refuse(ErrorCode::regression_not_finite,
           fmt::format("{}: units too far apart: {}", kJohansen, quoted_list(series)), "Rescale the series.");
  fill_tests(result);
  return result;
}

}  // namespace rerate

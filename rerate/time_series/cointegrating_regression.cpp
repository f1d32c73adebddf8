#include "rerate/time_series/cointegrating_regression.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/base/error.h"
#include "rerate/time_series/fully_modified_ols.h"
#include "rerate/time_series/leads_and_lags.h"
#include "rerate/time_series/long_run_variance.h"

namespace rerate {
namespace {

constexpr int kMostLeads = 24;
constexpr double kExactFit = 1e-20;  // of y's variation

void check_settings(const CointegratingSettings& settings, Index rows) {
  const auto complain = [](const std::string& what) { refuse(ErrorCode::regression_settings, what); };
  const auto check_count = [&](const char* name, int count, int least) {
    if (count < least || count > kMostLeads)
      complain(fmt::format("long-run relation: `{}` ({}) must be in {}..{}", name, count, least, kMostLeads));
  };
  check_count("leads", settings.leads, -1);
  check_count("lags", settings.lags, -1);
  check_count("most", settings.most, 0);
  if (!(settings.level > 0 && settings.level < 1))
    complain(fmt::format("long-run relation: `level` ({}) must lie between 0 and 1", settings.level));
  if (!(settings.bandwidth >= 0 && settings.bandwidth <= static_cast<double>(rows)))
    complain(fmt::format("long-run relation: `bandwidth` ({}) must be in 0..{}, the number of rows",
                         settings.bandwidth, rows));
}

// Levels on all rows. Also tells collinear and resting drivers by name before any of their changes is looked at.
struct StaticFit {
  Design design;
  OlsFit fit;
};

StaticFit static_fit(const Vector& y, const Matrix& x, const std::vector<std::string>& names) {
  StaticFit levels{constant_design(x.rows()), {}};
  for (Index c = 0; c < x.cols(); ++c) levels.design.append(names[static_cast<std::size_t>(c)], x.col(c));
  levels.fit = ols(y, levels.design);
  if (!(levels.fit.ssr > kExactFit * levels.fit.tss))
    refuse(ErrorCode::regression_no_variation,
           "long-run relation: the drivers explain the dependent series exactly");
  return levels;
}

// ---- dynamic OLS

void check_rows(Index rows, Index drivers, LeadsAndLags count) {
  const Index left = dynamic_rows(rows, count), columns = dynamic_columns(drivers, count);
  if (left > columns) return;
  refuse(
      ErrorCode::regression_too_few,
      fmt::format("dynamic OLS: {} rows with {} leads and {} lags leave {} observations for {} coefficients",
                  rows, count.leads, count.lags, std::max<Index>(left, 0), columns),
      "Use fewer leads and lags, fewer drivers, or a longer sample.");
}

// As many leads and lags may be tried as leave two rows a coefficient.
int most_that_fit(Index rows, Index drivers, const CointegratingSettings& settings) {
  const auto fits = [&](int most) {
    const LeadsAndLags largest{settings.leads < 0 ? most : settings.leads,
                               settings.lags < 0 ? most : settings.lags};
    return dynamic_rows(rows, largest) >= 2 * dynamic_columns(drivers, largest);
  };
  int most = settings.most;
  while (most > 0 && !fits(most)) --most;
  return most;
}

struct ChosenLeadsAndLags {
  LeadsAndLags count;
  std::string how;
};

ChosenLeadsAndLags leads_and_lags(const Vector& y, const Matrix& x, const CointegratingSettings& settings) {
  const LeadsAndLags given{settings.leads, settings.lags};
  if (given.leads >= 0 && given.lags >= 0) {
    check_rows(x.rows(), x.cols(), given);
    return {given, "given"};
  }
  const int most = most_that_fit(x.rows(), x.cols(), settings);
  check_rows(x.rows(), x.cols(), {given.leads < 0 ? most : given.leads, given.lags < 0 ? most : given.lags});
  return {choose_leads_and_lags(y, x, given, most), fmt::format("by BIC among 0 to {}", most)};
}

struct DynamicFit {
  ChosenLeadsAndLags chosen;
  Design design;
  OlsFit fit;
};

DynamicFit dynamic_fit(const Vector& y, const Matrix& x, const std::vector<std::string>& names,
                       const CointegratingSettings& settings) {
  DynamicFit result{leads_and_lags(y, x, settings), {}, {}};
  DynamicDesign dynamic = dynamic_design(x, names, result.chosen.count);
  result.fit = ols(y.segment(dynamic.first, dynamic.design.rows()), dynamic.design);
  result.design = std::move(dynamic.design);
  return result;
}

// ---- errors

Covariance autoregressive_errors(const OlsFit& fit, const Matrix& inverse_gram, Index trends) {
  const LongRunVariance long_run = autoregressive_long_run_variance(fit.residuals, fit.k, trends);
  Covariance errors;
  errors.matrix = long_run.value * inverse_gram;
  errors.name = fmt::format("long-run variance by AR({}), persistence {:.3f} after bias correction",
                            long_run.order, long_run.persistence);
  errors.degrees_of_freedom = long_run.degrees_of_freedom;
  return errors;
}

Covariance errors_of(const Design& design, const OlsFit& fit, Index drivers,
                     const CointegratingSettings& settings) {
  Covariance errors = settings.errors == LongRunErrors::kernel
                          ? covariance(design, fit, settings.sandwich)
                          : autoregressive_errors(fit, fit.inverse_gram, drivers);
  errors.matrix = Matrix(errors.matrix.topLeftCorner(drivers + 1, drivers + 1));
  return errors;
}

Covariance conditional_errors(const FullyModified& fit, Kernel kernel) {
  Covariance errors;
  errors.matrix = fit.conditional_variance * fit.inverse_gram;
  errors.name =
      fmt::format("conditional long-run variance ({}, bandwidth {:.4g})", to_string(kernel), fit.bandwidth);
  errors.bandwidth = fit.bandwidth;
  errors.degrees_of_freedom = std::numeric_limits<double>::infinity();
  return errors;
}

// ---- what each estimator tells

std::string counted(int count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

// `behind`: the regression whose n, k and fit the table shows; its long-run coefficients come first.
CointegratingRegression long_run_result(const Vector& y, const StaticFit& levels, OlsFit behind,
                                        Vector coefficients, Covariance errors,
                                        const CointegratingSettings& settings) {
  CointegratingRegression result;
  result.estimator = settings.estimator;
  result.names = levels.fit.names;
  result.coefficients = std::move(coefficients);
  result.covariance = std::move(errors);
  result.residuals = y - levels.design.x * result.coefficients;
  behind.names = result.names;
  behind.coefficients = result.coefficients;
  result.table = regression_table(behind, result.covariance, settings.level);
  return result;
}

void tell_first(RegressionTable& table, std::string title, std::string choice) {
  table.title = std::move(title);
  table.choices.insert(table.choices.begin(), std::move(choice));
}

CointegratingRegression dynamic_ols(const Vector& y, const Matrix& x, const std::vector<std::string>& names,
                                    const StaticFit& levels, const CointegratingSettings& settings) {
  const DynamicFit dynamic = dynamic_fit(y, x, names, settings);
  auto result = long_run_result(y, levels, dynamic.fit, dynamic.fit.coefficients.head(x.cols() + 1),
                                errors_of(dynamic.design, dynamic.fit, x.cols(), settings), settings);
  result.leads = dynamic.chosen.count.leads;
  result.lags = dynamic.chosen.count.lags;
  tell_first(result.table, "Dynamic OLS",
             fmt::format("{} and {} of the drivers' changes, {}", counted(result.leads, "lead", "leads"),
                         counted(result.lags, "lag", "lags"), dynamic.chosen.how));
  return result;
}

CointegratingRegression static_ols(const Vector& y, const Matrix& x, const StaticFit& levels,
                                   const CointegratingSettings& settings) {
  auto result = long_run_result(y, levels, levels.fit, levels.fit.coefficients,
                                errors_of(levels.design, levels.fit, x.cols(), settings), settings);
  result.table.title = "Static OLS in levels";
  return result;
}

// n, R2, sigma and Durbin-Watson of the long-run relation itself.
void record_long_run_fit(const StaticFit& levels, CointegratingRegression& result) {
  const Vector& u = result.residuals;
  const double ssr = u.squaredNorm();
  const auto n = static_cast<double>(levels.fit.n), k = static_cast<double>(levels.fit.k);
  result.table.n = levels.fit.n - 1;
  result.table.r2 = 1 - ssr / levels.fit.tss;
  result.table.adjusted_r2 = 1 - (ssr / (n - k)) / (levels.fit.tss / (n - 1));
  result.table.sigma = std::sqrt(ssr / (n - k));
  result.table.durbin_watson = (u.tail(u.size() - 1) - u.head(u.size() - 1)).squaredNorm() / ssr;
}

// The conditional long-run variance is that of dynamic OLS's residual, whose leads and lags take the same feedback out.
CointegratingRegression fully_modified(const Vector& y, const Matrix& x,
                                       const std::vector<std::string>& names, const StaticFit& levels,
                                       const CointegratingSettings& settings) {
  const auto fit =
      fully_modified_ols(y, levels.design, levels.fit.residuals, settings.kernel, settings.bandwidth);
  const Covariance errors =
      settings.errors == LongRunErrors::kernel
          ? conditional_errors(fit, settings.kernel)
          : autoregressive_errors(dynamic_fit(y, x, names, settings).fit, fit.inverse_gram, x.cols());
  auto result = long_run_result(y, levels, levels.fit, fit.coefficients, errors, settings);
  result.bandwidth = fit.bandwidth;
  record_long_run_fit(levels, result);
  tell_first(result.table, "Fully modified OLS",
             fmt::format("modified with the {} kernel, bandwidth {:.4g} {}", to_string(settings.kernel),
                         fit.bandwidth, settings.bandwidth > 0 ? "given" : "by Andrews (1991)"));
  return result;
}

}  // namespace

CointegratingRegression cointegrating_regression(const Vector& y, const Matrix& x,
                                                 const std::vector<std::string>& names,
                                                 const CointegratingSettings& settings) {
  RERATE_ASSERT(x.cols() > 0 && names.size() == static_cast<std::size_t>(x.cols()), "one name a driver");
  check_settings(settings, x.rows());
  const StaticFit levels = static_fit(y, x, names);
  switch (settings.estimator) {
    case LongRunEstimator::static_ols: return static_ols(y, x, levels, settings);
    case LongRunEstimator::fully_modified: return fully_modified(y, x, names, levels, settings);
    case LongRunEstimator::dynamic_ols: break;
  }
  return dynamic_ols(y, x, names, levels, settings);
}

}  // namespace rerate

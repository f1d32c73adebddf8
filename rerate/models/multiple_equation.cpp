#include "rerate/models/multiple_equation.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "rerate/models/multiple_diagnostics.h"

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();
constexpr const char* kDependent = "ln multiple";

void check_settings(const FairValuePanel& panel, const std::vector<Index>& drivers, Index horizon,
                    const MultipleSettings& settings) {
  const auto complain = [&](std::string what) {
    refuse(ErrorCode::regression_settings, std::move(what), {}, panel.place);
  };
  if (drivers.empty()) complain("the multiple equation needs at least one driver");
  if (horizon < 1) complain(fmt::format("the horizon must be at least one period, but is {}", horizon));
  if (!(settings.cointegration_level > 0 && settings.cointegration_level < 1))
    complain(fmt::format("`cointegration_level` must be between 0 and 1, but is {}",
                         settings.cointegration_level));
}

MultipleForm choose_form(const MultipleSettings& settings, const MultipleDiagnostics& found) {
  switch (settings.form) {
    case MultipleFormChoice::levels: return MultipleForm::levels;
    case MultipleFormChoice::differences: return MultipleForm::differences;
    case MultipleFormChoice::automatic: break;
  }
  return found.cointegrated || found.stationary ? MultipleForm::levels : MultipleForm::differences;
}

RegressionTable titled(RegressionTable table, std::string title, std::string dependent) {
  table.title = std::move(title);
  table.dependent = std::move(dependent);
  return table;
}

std::string estimator_in_words(LongRunEstimator estimator) {
  switch (estimator) {
    case LongRunEstimator::dynamic_ols: return "dynamic OLS";
    case LongRunEstimator::fully_modified: return "fully modified OLS";
    case LongRunEstimator::static_ols: return "static OLS";
  }
  return {};
}

Vector over_panel(const FairValuePanel& panel, Index first, const Vector& values) {
  Vector all = Vector::Constant(panel.rows(), kMissing);
  all.segment(first, values.size()) = values;
  return all;
}

// Three rows a coefficient, a dozen, or a fifth of the sample: whichever is most.
Index first_recursive_rows(Index rows, Index coefficients) {
  return std::min(rows, std::max({3 * coefficients, rows / 5, Index{12}}));
}

void record_stability(const Vector& y, const Design& design, Index first, MultipleEquation& equation) {
  const Index rows = first_recursive_rows(y.size(), design.columns());
  equation.stability = recursive_least_squares(y, design, rows);
  for (Index row = rows - 1; row < y.size(); ++row) equation.stability_rows.push_back(first + row);
}

void estimate_levels(const FairValuePanel& panel, const MultipleSample& sample,
                     const MultipleSettings& settings, MultipleEquation& equation,
                     std::vector<std::string>& left_out) {
  const Index n = sample.log_multiple.size(), drivers = sample.drivers.cols();
  const auto fit =
      cointegrating_regression(sample.log_multiple, sample.drivers, sample.names, settings.long_run);
  equation.estimator = fit.estimator;
  equation.leads = fit.leads;
  equation.lags = fit.lags;
  equation.constant = fit.coefficients[0];
  equation.coefficients = fit.coefficients.tail(drivers);
  equation.covariance = fit.covariance.matrix;
  equation.residual_sd = std::sqrt(fit.residuals.squaredNorm() / static_cast<double>(n - drivers - 1));
  equation.first = sample.rows.stretch.first;
  equation.last = sample.rows.stretch.last;
  equation.residual = over_panel(panel, equation.first, fit.residuals);
  equation.fitted = over_panel(panel, equation.first, sample.log_multiple - fit.residuals);
  equation.table =
      titled(fit.table, "Multiple equation, levels by " + estimator_in_words(fit.estimator), kDependent);
  try {
    equation.correction = error_correction(sample.log_multiple, sample.drivers, fit.residuals, sample.names);
  } catch (const UserError& error) {
    left_out.push_back(fmt::format("error correction ({})", error.failure().what));
  }
  record_stability(sample.log_multiple, sample.levels, equation.first, equation);
  test_stability(panel, sample.log_multiple, sample.levels, equation.first, settings.breaks,
                 equation.diagnostics, left_out);
}

// The multiple `horizon` periods earlier, moved by what drivers did since.
Vector moved_over(const FairValuePanel& panel, const MultipleSample& sample, const Vector& coefficients,
                  Index horizon) {
  const Index n = sample.log_multiple.size(), moved = n - horizon;
  if (moved <= 0) return Vector::Constant(panel.rows(), kMissing);
  const Vector explained = sample.drivers * coefficients;
  const Vector fitted = sample.log_multiple.head(moved) + explained.tail(moved) - explained.head(moved);
  return over_panel(panel, sample.rows.stretch.first + horizon, fitted);
}

void estimate_differences(const FairValuePanel& panel, const MultipleSample& sample, Index horizon,
                          const MultipleSettings& settings, MultipleEquation& equation,
                          std::vector<std::string>& left_out) {
  const Index n = sample.log_multiple.size() - 1, drivers = sample.drivers.cols();
  const Vector y = sample.log_multiple.tail(n) - sample.log_multiple.head(n);
  Design design = constant_design(n);
  for (Index i = 0; i < drivers; ++i)
    design.append(sample.names[static_cast<std::size_t>(i)],
                  sample.drivers.col(i).tail(n) - sample.drivers.col(i).head(n));
  const auto fit = ols(y, design);
  const auto errors = covariance(design, fit, settings.long_run.sandwich);
  equation.drift = fit.coefficients[0];
  equation.coefficients = fit.coefficients.tail(drivers);
  equation.covariance = errors.matrix.bottomRightCorner(drivers, drivers);
  equation.residual_sd = fit.sigma;
  equation.first = sample.rows.stretch.first + 1;
  equation.last = sample.rows.stretch.last;
  equation.residual = over_panel(panel, equation.first, fit.residuals);
  equation.fitted = moved_over(panel, sample, equation.coefficients, horizon);
  equation.table = titled(regression_table(fit, errors), "Multiple equation, differences by OLS",
                          std::string("change of ") + kDependent);
  record_stability(y, design, equation.first, equation);
  test_stability(panel, y, design, equation.first, settings.breaks, equation.diagnostics, left_out);
}

MultipleEquation estimate(const FairValuePanel& panel, const std::vector<Index>& drivers, Index horizon,
                          const MultipleSettings& settings) {
  const auto sample = multiple_sample(panel, drivers);
  MultipleEquation equation;
  equation.drivers = drivers;
  const auto levels = ols(sample.log_multiple, sample.levels);
  equation.levels_table =
      titled(regression_table(levels, covariance(sample.levels, levels, settings.long_run.sandwich)),
             "Multiple equation, levels by static OLS (for comparison)", kDependent);
  std::vector<std::string> left_out;
  test_cointegration(panel, sample, settings.cointegration_level, equation.diagnostics, left_out);
  equation.form = choose_form(settings, equation.diagnostics);
  if (equation.form == MultipleForm::levels)
    estimate_levels(panel, sample, settings, equation, left_out);
  else
    estimate_differences(panel, sample, horizon, settings, equation, left_out);
  equation.diagnostics.words = multiple_in_words(panel, sample, settings, equation, levels, left_out);
  return equation;
}

}  // namespace

double MultipleEquation::fair_log_multiple(const Vector& x, const Vector& x_now,
                                           double log_multiple_now) const {
  switch (form) {
    case MultipleForm::levels: return constant + coefficients.dot(x);
    case MultipleForm::differences: return log_multiple_now + coefficients.dot(x - x_now);
    case MultipleForm::given: return constant + coefficients.dot(x - x_now);
  }
  RERATE_ASSERT(false, "a form that is none");
  return kMissing;
}

MultipleEquation estimate_multiple(const FairValuePanel& panel, const std::vector<Index>& drivers,
                                   Index horizon, const MultipleSettings& settings) {
  check_settings(panel, drivers, horizon, settings);
  return at_place(panel.place, [&] { return estimate(panel, drivers, horizon, settings); });
}

}  // namespace rerate

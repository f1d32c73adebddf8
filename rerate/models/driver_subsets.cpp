#include "rerate/models/driver_subsets.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rerate/base/elementary.h"
#include "rerate/models/multiple_diagnostics.h"
#include "rerate/time_series/leads_and_lags.h"

namespace rerate {
namespace {

std::string counted(int count, const char* one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

void ask_of_differences(const MultipleSample& sample, SubsetQuestion& question) {
  const Index n = sample.log_multiple.size() - 1;
  question.y = sample.log_multiple.tail(n) - sample.log_multiple.head(n);
  question.drivers = sample.drivers.bottomRows(n) - sample.drivers.topRows(n);
}

// Every driver's level beside its own changes, which stand driver by driver in the design.
void ask_of_dynamic_ols(const MultipleSample& sample, const MultipleEquation& equation,
                        SubsetQuestion& question) {
  const LeadsAndLags count{equation.leads, equation.lags};
  const auto dynamic = dynamic_design(sample.drivers, sample.names, count);
  const Index drivers = sample.drivers.cols(), rows = dynamic.design.rows();
  const Index width = 2 + count.leads + count.lags;
  question.y = sample.log_multiple.segment(dynamic.first, rows);
  question.drivers.resize(rows, drivers * width);
  for (Index driver = 0; driver < drivers; ++driver)
    for (Index column = 0; column < width; ++column)
      question.drivers.col(driver * width + column) = dynamic.design.x.col(1 + driver + column * drivers);
  question.columns.assign(static_cast<std::size_t>(drivers), width);
  question.embargo = static_cast<std::size_t>(count.leads);
}

std::string ask(const MultipleSample& sample, const MultipleEquation& equation, SubsetQuestion& question) {
  if (equation.form == MultipleForm::differences) {
    ask_of_differences(sample, question);
    return "OLS in differences";
  }
  if (equation.estimator == LongRunEstimator::dynamic_ols) {
    ask_of_dynamic_ols(sample, equation, question);
    return fmt::format("dynamic OLS, {} and {} of the drivers' changes", counted(equation.leads, "lead"),
                       counted(equation.lags, "lag"));
  }
  question.y = sample.log_multiple;
  question.drivers = sample.drivers;
  return equation.estimator == LongRunEstimator::static_ols
             ? "static OLS of levels"
             : "static OLS of levels (fully modified OLS has no likelihood to compare by)";
}

// Without folds where the first is too short for a driver.
SubsetRegressions run(SubsetQuestion question) {
  question.folds = kSubsetFolds;
  try {
    return all_subsets(question);
  } catch (const UserError& error) {
    if (error.failure().code != ErrorCode::regression_too_few) throw;
  }
  question.folds = 0;
  return all_subsets(question);
}

std::vector<double> inclusion_of(const SubsetRegressions& regressions) {
  double least = HUGE_VAL;
  for (const double bic : regressions.bic)
    if (bic < least) least = bic;
  std::vector<double> inclusion(regressions.drivers, 0);
  double all = 0;
  for (std::size_t subset = 0; subset < regressions.subsets(); ++subset) {
    if (std::isnan(regressions.bic[subset])) continue;
    const double weight = reproducible_exp((least - regressions.bic[subset]) / 2);
    all += weight;
    for (std::size_t driver = 0; driver < inclusion.size(); ++driver)
      if (subset >> driver & 1) inclusion[driver] += weight;
  }
  for (double& one : inclusion) one /= all;
  return inclusion;
}

}  // namespace

std::optional<DriverSubsets> driver_subsets(const FairValuePanel& panel, const MultipleEquation& equation) {
  if (equation.form == MultipleForm::given || equation.drivers.size() < kFewestSubsetDrivers ||
      equation.drivers.size() > kMostDriversInSubsets)
    return std::nullopt;
  SubsetQuestion question;
  DriverSubsets result;
  result.drivers = equation.drivers;
  result.estimator = ask(multiple_sample(panel, equation.drivers), equation, question);
  result.rows = question.y.size();
  result.regressions = at_place(panel.place, [&] { return run(std::move(question)); });
  const auto& found = result.regressions;
  result.by_bic = best_subsets(found.bic, true, kBestSubsets);
  result.by_adjusted_r2 = best_subsets(found.adjusted_r2, false, kBestSubsets);
  if (!found.out_of_sample_r2.empty())
    result.by_out_of_sample = best_subsets(found.out_of_sample_r2, false, kBestSubsets);
  result.inclusion = inclusion_of(found);
  return result;
}

}  // namespace rerate

#pragma once

#include <string>
#include <vector>

#include "rerate/regression/covariance.h"

namespace rerate {

// A regression as people know it. Every estimator can be told as one.
struct RegressionTerm {
  std::string name;
  double estimate = 0, std_error = 0, t = 0, p = 0, low = 0, high = 0;
};

struct RegressionTable {
  std::string title;  // "Multiple equation, dynamic OLS"
  std::string dependent;
  std::string errors;   // name of the covariance estimator
  double level = 0.95;  // of the intervals
  std::vector<RegressionTerm> terms;
  Index n = 0, k = 0;
  double r2 = 0, adjusted_r2 = 0, durbin_watson = 0, condition_number = 0, sigma = 0;  // NaN: not shown
  std::vector<std::string> choices;  // "2 leads and 2 lags, by BIC among 0 to 4"
};

// Terms with t, p and interval in the covariance's own distribution. Used by every estimator for its own coefficients.
std::vector<RegressionTerm> regression_terms(const std::vector<std::string>& names,
                                             const Vector& coefficients, const Covariance& covariance,
                                             double level = 0.95);

// Title "Ordinary least squares", dependent "y": the caller knows better. `choices` says where the t statistics'
// distribution comes from.
RegressionTable regression_table(const OlsFit& fit, const Covariance& covariance, double level = 0.95);

// In fixed-width columns that align, several lines, ASCII only, with a trailing newline.
std::string to_string(const RegressionTable& table);

}  // namespace rerate

#pragma once

#include <cstdint>

#include "rerate/regression/regression_table.h"

namespace rerate {

// P(y = 1 | x) = F(x'b), F the normal (probit) or logistic (logit) distribution, by maximum likelihood (Newton's method).
enum class Link : std::uint8_t { probit, logit };

struct BinaryChoiceSettings {
  Link link = Link::probit;
  // classical: inverse information (as R, gretl and statsmodels print); hac: sandwich of the scores, for outcomes that
  // come in spells, as recessions do.
  CovarianceSettings errors = {.kind = CovarianceKind::classical};
};

struct BinaryChoiceFit {
  Link link = Link::probit;
  std::vector<std::string> names;
  Vector coefficients;
  Covariance covariance;
  Vector probability;  // fitted, n
  Index n = 0, ones = 0;
  double log_likelihood = 0, null_log_likelihood = 0;
  double mcfadden_r2 = 0;  // 1 - l / l0
  int iterations = 0;
  RegressionTable table() const;
};

// Throws as ols does, regression_no_variation when all outcomes are equal, and regression_separation (RR526) naming the
// regressor that separates the outcomes perfectly (the likelihood then has no maximum). O(iterations n k^2); n = 600, k = 2 in
// 100 microseconds or less.
BinaryChoiceFit binary_choice(const Vector& outcome, const Design& design,
                              const BinaryChoiceSettings& settings = {});

// F(x'b) with its delta-method band on the index scale: F(x'b -/+ critical se).
struct ProbabilityBand {
  double probability = 0, low = 0, high = 0;
};
ProbabilityBand predicted_probability(const BinaryChoiceFit& fit, const Vector& x, double level);
double link_probability(Link link, double index);

}  // namespace rerate

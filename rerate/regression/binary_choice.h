#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rerate/regression/regression_table.h"

namespace rerate {

// P(y = 1 | x) = F(x'b), F the normal (probit) or logistic (logit) distribution, by maximum likelihood.
//
// With q = 2y - 1 and z = q x'b the likelihood is sum ln F(z). Newton's method from b = 0, steps halved where the likelihood
// would fall, until a step moves no x'b by more than 1e-9; what is left is rounding. The likelihood is concave (Pratt
// 1981), so the maximum found is the only one. Example: the recession month on the curve twelve months earlier,
// January 1960 to December 2009 (n = 600), probit, gives -0.53326 - 0.63333 spread.
enum class Link : std::uint8_t { probit, logit };

// Which information the errors come from; the same for logit. For probit gretl and statsmodels take the observed one
// (minus the second derivative), R's glm the expected one.
enum class Information : std::uint8_t { observed, expected };

struct BinaryChoiceSettings {
  Link link = Link::probit;
  // classical: inverse information; hac and the others: sandwich of the scores between it, for outcomes that come in
  // spells, as recessions do. HC2 and HC3 have no meaning here.
  CovarianceSettings errors = {.kind = CovarianceKind::classical};
  Information information = Information::observed;
};

struct BinaryChoiceFit {
  Link link = Link::probit;
  std::vector<std::string> names;
  Vector coefficients;
  // z statistics: compared with the normal, but for the fixed-b and equal-weighted cosine errors with their own.
  Covariance covariance;
  Vector probability;  // fitted, n
  Index n = 0, ones = 0;
  // The null model has a constant alone.
  double log_likelihood = 0, null_log_likelihood = 0;
  double mcfadden_r2 = 0;  // 1 - l / l0 (McFadden 1974); below 0 only without a constant
  int iterations = 0;      // Newton steps

  RegressionTable table(double level = 0.95) const;
};

// Throws as ols does for regressors and outcomes (regression_no_variation when all outcomes are equal),
// regression_settings for outcomes other than 0 and 1 and for HC2 and HC3, and regression_separation when the likelihood
// has no maximum because regressors separate the outcomes perfectly (or so nearly that no double tells): names the one
// that does so alone, or those that do so together. O(iterations n k^2); n = 600, k = 2: 65 microseconds on AVX2.
BinaryChoiceFit binary_choice(const Vector& outcome, const Design& design,
                              const BinaryChoiceSettings& settings = {});

// F(x'b) with its delta-method band on the index scale: F(x'b -/+ critical se), `level` of (0, 1) the coverage.
struct ProbabilityBand {
  double probability = 0, low = 0, high = 0;
};
ProbabilityBand predicted_probability(const BinaryChoiceFit& fit, const Vector& x, double level);
// One for each row of x, m x k: 0.1 microseconds each.
std::vector<ProbabilityBand> predicted_probabilities(const BinaryChoiceFit& fit, const Matrix& x,
                                                     double level);

double link_probability(Link link, double index);

}  // namespace rerate

#pragma once

#include <cstdint>
#include <string>

#include "rerate/regression/fixed_b.h"
#include "rerate/regression/kernel.h"
#include "rerate/regression/ols.h"

namespace rerate {

// Covariance of OLS coefficients: (X'X)^-1 S (X'X)^-1 with S for what the errors are like. Packages differ
// silently in every choice below, so each is a field and `Covariance::name` spells them all out.
enum class CovarianceKind : std::uint8_t {
  classical,  // sigma^2 (X'X)^-1
  hc0,
  hc1,
  hc2,
  hc3,             // White 1980; MacKinnon and White 1985
  hac,             // kernel: Newey and West 1987, Andrews 1991
  hansen_hodrick,  // Hansen and Hodrick 1980: truncated kernel with `bandwidth` lags; may be indefinite (then says so)
  ewc,  // equal-weighted cosine, Lazarus, Lewis, Stock and Watson 2018: t with B degrees of freedom
};
enum class BandwidthRule : std::uint8_t {
  given,          // `bandwidth`
  rule_of_thumb,  // lags floor(4 (n/100)^(2/9)), bandwidth lags + 1
  lazarus,        // Bartlett, 1.3 sqrt(n) rounded up, with fixed-b critical values (Lazarus et al. 2018)
  newey_west,     // Newey and West 1994, as sandwich::bwNeweyWest
  andrews,        // Andrews 1991, AR(1) approximation, as sandwich::bwAndrews
};

struct CovarianceSettings {
  CovarianceKind kind = CovarianceKind::hac;
  Kernel kernel = Kernel::bartlett;
  BandwidthRule rule = BandwidthRule::rule_of_thumb;
  double bandwidth = 0;       // for BandwidthRule::given, 0 to n; Bartlett with L lags has bandwidth L + 1
  int prewhitening = 0;       // order of the VAR that prewhitens the moments (Andrews and Monahan 1992)
  bool small_sample = false;  // times n / (n - k); hac and hansen_hodrick
  int cosine_terms = 0;       // B of ewc; 0: floor(0.4 n^(2/3))
};

struct Covariance {
  Matrix matrix;     // k x k
  std::string name;  // "Newey-West (Bartlett, 5 lags)", as a table heads it
  double bandwidth = 0;
  // Of the t that the coefficients are compared with: n - k for classical, HC and kernels (as R's coeftest), B for ewc;
  // infinite (the normal) for hansen_hodrick.
  double degrees_of_freedom = 0;
  // Fixed-b (Kiefer and Vogelsang 2005): when true, critical values and p-values come from the Bartlett fixed-b
  // distribution at b = bandwidth / n.
  bool fixed_b = false;
  double b = 0;

  double std_error(Index i) const;  // NaN where an indefinite estimate puts a negative variance
  // Two-sided p-value of estimate / std_error, and the critical value for an interval of this coverage, in the
  // distribution that belongs to the estimator.
  double p_value(double t) const;
  double critical_value(double level) const;
};

// O(n k^2) for Bartlett (as sums over moving windows), O(n k bandwidth) more for the other kernels, O(n^2 k) for the
// quadratic spectral one. Throws regression_settings when a setting is out of its range: a bandwidth that is
// negative or beyond n, terms beyond n - 1, lazarus with another kernel or with prewhitening, HC2 and HC3 where one
// observation alone determines a coefficient. A bandwidth that a rule puts beyond n is cut to n.
Covariance covariance(const Design& design, const OlsFit& fit, const CovarianceSettings& settings);

}  // namespace rerate

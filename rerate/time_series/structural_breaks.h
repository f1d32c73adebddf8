#pragma once

#include <span>
#include <vector>

#include "rerate/regression/ols.h"

namespace rerate {

// Multiple breaks in all coefficients of a linear regression at unknown dates: Bai and Perron (1998, 2003), as
// strucchange::breakpoints (Zeileis, Kleiber, Kraemer and Hornik 2003).
//
//   y_t = x_t'b_j + u_t for t in regime j = 1..m+1
//
// For each number of breaks m the dates are those of least total sum of squares, found by dynamic programming over
// all partitions into segments of at least max(floor(trimming n), k + 1) rows. Sums that differ by less than 1e-13 of the
// whole sample's are ties; the smallest date wins.
//
// Example: monthly 10-year rate on a constant, 1960-01..2006-08 (n = 560), trimming 0.15: chosen = 5 breaks, after rows
// 106, 223, 307, 391 and 475, the first with the 95% interval 105..107.
struct BreakSettings {
  double trimming = 0.15;  // least segment as a share of the sample, in (0, 0.5]
  int most = 5;            // breaks looked for, 0..20
  double level = 0.95;     // of the confidence intervals, in (0, 1)
};

struct Break {
  Index row = 0;            // last row of the old regime
  Index low = 0, high = 0;  // confidence interval (Bai 1997), may reach outside the sample
  // False where no interval exists: a regime that leaves a coefficient undetermined or fits exactly, or a distribution
  // that puts too little mass on one side of the date. `low` and `high` then span the sample.
  bool has_interval = true;
};

struct StructuralBreaks {
  std::vector<std::vector<Index>> optimal;  // [m]: the m dates that minimise the sum of squares, m = 0..most
  std::vector<double> ssr,
      bic;         // by m; BIC of a Gaussian likelihood with (k + 1)(m + 1) parameters, as strucchange
  int chosen = 0;  // m of least BIC
  std::vector<Break> breaks;  // the chosen ones
  // (chosen + 1) x k, by regime. NaN where a regressor does not vary apart from those before it within the regime.
  Matrix coefficients;
};

// O(n^2 k^2) for the sums of squares of all segments (by updating a triangular factor row by row, which gives Brown, Durbin and
// Evans's (1975) recursive residuals), O(most n^2) for the dates; O(n (k^2 + most)) memory.
// Throws as ols does, and:
//   regression_settings      a setting outside its range, more than 20,000 rows
//   regression_too_few       the sample does not hold most + 1 segments of that length
//   regression_no_variation  y is an exact linear function of the regressors
StructuralBreaks structural_breaks(const Vector& y, const Design& design, const BreakSettings& settings = {});

// Confidence intervals of given break dates (rising, each the last row of its regime): Bai (1997), with the distribution of the
// regressors and the variance of the errors free to differ between regimes (strucchange's confint with het.reg and
// het.err TRUE, errors without serial correlation within a regime).
std::vector<Break> break_intervals(const Vector& y, const Design& design, std::span<const Index> dates,
                                   double level = 0.95);

// Andrews (1993) sup-F for one break in all coefficients at an unknown date with at least max(floor(trimming n), k + 1)
// rows on either side, errors homoskedastic; p-value by Hansen (1997), NaN for more than ten coefficients.
// As strucchange::Fstats and sctest. O(n k^2). Throws as structural_breaks does.
struct SupF {
  double statistic = 0, p = 0;  // Wald form: k times the F; infinite when two regimes fit exactly
  Index row = 0;                // last row before the break
};
SupF andrews_sup_f(const Vector& y, const Design& design, double trimming = 0.15);

}  // namespace rerate

#pragma once

#include <vector>

#include "rerate/regression/ols.h"

namespace rerate {

// Multiple breaks in all coefficients of a linear regression: Bai and Perron (1998, 2003), as strucchange::breakpoints.
struct BreakSettings {
  double trimming = 0.15;  // least segment as a share of the sample, at least k + 1 rows
  int most = 5;
  double level = 0.95;  // of the confidence intervals
};
struct Break {
  Index row = 0;            // last row of the old regime
  Index low = 0, high = 0;  // confidence interval (Bai 1997), may reach outside the sample
};
struct StructuralBreaks {
  std::vector<std::vector<Index>> optimal;  // [m]: the m dates that minimise the sum of squares, m = 0..most
  std::vector<double> ssr, bic;             // by m (BIC with the k (m+1) + m + 1 parameters of strucchange)
  int chosen = 0;                           // m of least BIC
  std::vector<Break> breaks;                // the chosen ones
  Matrix coefficients;                      // (chosen + 1) x k, by regime
};
// O(n^2 k^2) for the triangle of sums of squares (recursive residuals), O(most n^2) for the dates.
StructuralBreaks structural_breaks(const Vector& y, const Design& design, const BreakSettings& settings = {});

// Andrews (1993) sup-F for one break at an unknown date within [trimming, 1 - trimming]; p-value by Hansen (1997).
struct SupF {
  double statistic = 0, p = 0;  // Wald form: k times the F
  Index row = 0;                // last row before the break
};
SupF andrews_sup_f(const Vector& y, const Design& design, double trimming = 0.15);

}  // namespace rerate

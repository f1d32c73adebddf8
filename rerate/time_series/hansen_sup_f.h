#pragma once

namespace rerate {

inline constexpr int kHansenMostCoefficients = 10;

// P(sup-F > statistic) for a break in `coefficients` coefficients at a date within the middle of the sample: Hansen
// (1997), whose approximation is P(chi-squared(eta) > theta0 + theta1 x) with figures tabulated by the number of
// coefficients and by the trimmed share 0.01, 0.03, ..., 0.49, linear between.
// `share` is Andrews's (2003, Econometrica 71) symmetric equivalent 1 / (1 + sqrt(lambda)),
// lambda = last (n - first) / (first (n - last)) for break dates after observations first..last.
// NaN for more than kHansenMostCoefficients.
double hansen_sup_f_p(double statistic, int coefficients, double share);

}  // namespace rerate

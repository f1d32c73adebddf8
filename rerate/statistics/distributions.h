#pragma once

namespace rerate {

// Distributions of the usual test statistics, computed in 128-bit software floating point and rounded once, so
// that their bits do not depend on the processor. Normal: 3 to 12 microseconds a call; the others 10 to 50 at up to
// 1,000 degrees of freedom, then growing with their square root. A NaN anywhere, degrees of freedom, shape or scale
// that are not positive, and shares outside [0, 1] give NaN; shares 0 and 1 give infinite quantiles.
// Infinite degrees of freedom (and those above 10^8, which would take long) mean the limit: normal for t, a
// chi-squared over its degrees of freedom for F.
double normal_cdf(double x);
double normal_quantile(double share);
double student_t_cdf(double x, double degrees_of_freedom);
double student_t_quantile(double share, double degrees_of_freedom);
double student_t_two_sided_p(double statistic, double degrees_of_freedom);
// P(X > x). `degrees_of_freedom` at most 10^8 (else NaN).
double chi_squared_tail(double x, double degrees_of_freedom);
double f_tail(double x, double numerator, double denominator);
double gamma_tail(double x, double shape, double scale);

}  // namespace rerate

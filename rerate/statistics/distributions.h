#pragma once

namespace rerate {

// Distributions of the usual test statistics, computed in 128-bit software floating point and rounded once, so
// that their bits do not depend on the processor. Some microseconds a call. Arguments must be finite or
// infinite, not NaN (NaN gives NaN); degrees of freedom positive (infinite: the normal, or chi-squared / df, limit).
double normal_cdf(double x);
double normal_quantile(double share);  // share in (0, 1)
double student_t_cdf(double x, double degrees_of_freedom);
double student_t_quantile(double share, double degrees_of_freedom);
double student_t_two_sided_p(double statistic, double degrees_of_freedom);
// P(X > x).
double chi_squared_tail(double x, double degrees_of_freedom);
double f_tail(double x, double numerator, double denominator);
double gamma_tail(double x, double shape, double scale);

}  // namespace rerate

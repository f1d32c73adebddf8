#pragma once

#include <span>

namespace rerate {

// Tests on out-of-sample forecasts, h steps ahead (errors overlap h - 1 periods).
struct ForecastTest {
  double statistic = 0, p = 0;
  int n = 0;
};

// 1 - sum e1^2 / sum e0^2: Campbell and Thompson (2008), against the benchmark errors e0.
double out_of_sample_r2(std::span<const double> benchmark_errors, std::span<const double> model_errors);

// Clark and West (2007): nested models. f_t = e0^2 - (e1^2 - (yhat0 - yhat1)^2), its mean against 0, one-sided, with a
// Newey-West variance of h - 1 lags (Bartlett); normal.
ForecastTest clark_west(std::span<const double> actual, std::span<const double> benchmark_forecast,
                        std::span<const double> model_forecast, int horizon);

// Diebold and Mariano (1995) on squared errors with the correction of Harvey, Leybourne and Newbold (1997): t with n - 1
// degrees of freedom, two-sided; positive when `second` is better. NaN when the variance is not positive.
ForecastTest diebold_mariano(std::span<const double> first_errors, std::span<const double> second_errors,
                             int horizon);

// Harvey, Leybourne and Newbold (1998): does `second` add anything to `first`? d_t = e1 (e1 - e2); one-sided.
ForecastTest encompassing(std::span<const double> first_errors, std::span<const double> second_errors,
                          int horizon);

}  // namespace rerate

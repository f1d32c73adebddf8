#pragma once

#include <span>

namespace rerate {

// Tests on out-of-sample forecasts, h steps ahead (their errors overlap h - 1 periods). All take one figure a date,
// as many in each span. The long-run variance of d uses autocovariances over n; a variance that is not positive, or is
// only rounding, gives NaN for statistic and p.
//
// Throw UserError without a place: regression_settings for a horizon below 1, regression_too_few when n <= horizon
// or n < 2, regression_not_finite (by row). O(n h).
struct ForecastTest {
  double statistic = 0, p = 0;
  int n = 0;
};

// 1 - sum e1^2 / sum e0^2: Campbell and Thompson (2008), against the benchmark errors e0. NaN when those are all zero.
double out_of_sample_r2(std::span<const double> benchmark_errors, std::span<const double> model_errors);

// Clark and West (2007): the model nests the benchmark. Under the benchmark the model's squared errors carry the noise of
// its superfluous coefficients, (yhat0 - yhat1)^2, which is given back: f_t = e0^2 - (e1^2 - (yhat0 - yhat1)^2), its mean
// against 0, one-sided, with a Newey-West variance of h - 1 lags (Bartlett, no small-sample factor); normal.
// Somewhat undersized (2-5% at 5%), as in the paper.
ForecastTest clark_west(std::span<const double> actual, std::span<const double> benchmark_forecast,
                        std::span<const double> model_forecast, int horizon);

// Diebold and Mariano (1995) on squared errors, d = e1^2 - e2^2, with the truncated variance of h - 1 lags and the
// correction of Harvey, Leybourne and Newbold (1997), sqrt((n + 1 - 2h + h (h - 1) / n) / n): t with n - 1 degrees
// of freedom, two-sided; positive when `second` is better. Not for nested models.
ForecastTest diebold_mariano(std::span<const double> first_errors, std::span<const double> second_errors,
                             int horizon);

// Harvey, Leybourne and Newbold (1998): does `second` add anything to `first`? d_t = e1 (e1 - e2), with the same variance,
// correction and t; one-sided: a small p says that a combination would do better than `first` alone.
ForecastTest encompassing(std::span<const double> first_errors, std::span<const double> second_errors,
                          int horizon);

}  // namespace rerate

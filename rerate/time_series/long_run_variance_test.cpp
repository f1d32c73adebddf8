// (That figures equal R's on real residuals is tested by cointegrating_regression_test.cpp.)
// White noise: order 0, the variance, n degrees of freedom  -> WhiteNoise
// An AR(1)'s long-run variance is found, without bias       -> FindsAnAutoregression
// The order is chosen                                       -> ChoosesTheOrder
// Near a unit root: bounded, two degrees of freedom         -> NearAUnitRoot
// Few rows take no lags                                     -> FewRows

#include "rerate/time_series/long_run_variance.h"

#include <gtest/gtest.h>

#include <cmath>

#include "rerate/base/random_stream.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

Vector autoregressive(std::uint64_t stream, Index rows, double first, double second = 0) {
  const RandomStream random(5, stream);
  Vector series(rows);
  double last = 0, before = 0;
  for (Index t = -100; t < rows; ++t) {
    const double now =
        first * last + second * before + normal_quantile(random.uniform(static_cast<std::uint64_t>(t + 100)));
    before = last;
    last = now;
    if (t >= 0) series[t] = now;
  }
  return series.array() - series.mean();
}

TEST(LongRunVariance, WhiteNoise) {
  const Vector noise = autoregressive(1, 400, 0);
  const auto found = autoregressive_long_run_variance(noise, 1, 0);
  EXPECT_EQ(found.order, 0);
  EXPECT_EQ(found.persistence, 0);
  EXPECT_NEAR(found.degrees_of_freedom, 400, 1e-9);
  EXPECT_NEAR(found.value, noise.tail(392).squaredNorm() / 392 * 400 / 399, 1e-12);
}

TEST(LongRunVariance, FindsAnAutoregression) {
  double log_value = 0, persistence = 0;
  for (std::uint64_t stream = 0; stream < 200; ++stream) {
    const auto found = autoregressive_long_run_variance(autoregressive(stream, 400, 0.8), 1, 0);
    log_value += std::log(found.value) / 200;
    persistence += found.persistence / 200;
  }
  EXPECT_NEAR(persistence, 0.8, 0.01);  // about 0.79 without the correction
  EXPECT_NEAR(log_value, std::log(25.0), 0.1);
}

TEST(LongRunVariance, ChoosesTheOrder) {
  int second = 0;
  for (std::uint64_t stream = 0; stream < 40; ++stream)
    second += autoregressive_long_run_variance(autoregressive(stream, 500, 0.4, 0.4), 1, 0).order == 2;
  EXPECT_GT(second, 32);
}

TEST(LongRunVariance, NearAUnitRoot) {
  const auto found = autoregressive_long_run_variance(autoregressive(3, 300, 1), 2, 1);
  EXPECT_LE(found.persistence, 0.99);
  EXPECT_GE(found.degrees_of_freedom, 2);
  EXPECT_TRUE(std::isfinite(found.value));
}

TEST(LongRunVariance, FewRows) {
  const Vector few{{1, -2, 1.5, 0.5, -1, 0.25}};
  const auto found = autoregressive_long_run_variance(few, 1, 0);
  EXPECT_EQ(found.order, 0);
  EXPECT_NEAR(found.value, few.squaredNorm() / 5, 1e-14);
}

}  // namespace
}  // namespace rerate

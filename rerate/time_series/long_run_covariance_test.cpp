// Two series by hand, Bartlett with one lag                   -> TwoSeriesByHand
// Omega = Lambda + Lambda' - G_0, symmetric                   -> SidesAddUp
// (That every kernel equals plain loops in R is tested by cointegrating_regression_test.cpp.)
// The bandwidth does not depend on units                      -> BandwidthWithoutUnits

#include "rerate/time_series/long_run_covariance.h"

#include <gtest/gtest.h>

#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

Matrix noise(Index rows, Index columns) {
  const RandomStream random(2, 6);
  Matrix series(rows, columns);
  for (Index t = 0; t < rows; ++t)
    for (Index c = 0; c < columns; ++c)
      series(t, c) = random.uniform(static_cast<std::uint64_t>(t * columns + c)) - 0.5 +
                     (t > 0 ? 0.6 * series(t - 1, c) : 0);
  return series;
}

TEST(LongRunCovariance, TwoSeriesByHand) {
  Matrix series(3, 2);
  series << 1, 0, 2, -1, -1, 1;
  const auto found = long_run_covariance(series, Kernel::bartlett, 2);  // lag 1 has weight 1/2
  // G_0 = [6 -3; -3 2] / 3; G_1 = sum of (v_{t-1} v_t') / 3 = [1*2 + 2*-1, 1*-1 + 2*1; 0*2 + -1*-1, 0*-1 + -1*1] / 3
  EXPECT_NEAR(found.one_sided(0, 0), 6.0 / 3, 1e-15);
  EXPECT_NEAR(found.one_sided(0, 1), (-3 + 0.5) / 3, 1e-15);
  EXPECT_NEAR(found.one_sided(1, 0), (-3 + 0.5) / 3, 1e-15);
  EXPECT_NEAR(found.one_sided(1, 1), (2 - 0.5) / 3, 1e-15);
  EXPECT_NEAR(found.two_sided(0, 1), (-3 + 0.5 + 0.5) / 3, 1e-15);
  EXPECT_NEAR(found.two_sided(1, 1), (2 - 1.0) / 3, 1e-15);
}

TEST(LongRunCovariance, SidesAddUp) {
  const Matrix series = noise(90, 3);
  for (const auto kernel : {Kernel::bartlett, Kernel::parzen, Kernel::quadratic_spectral}) {
    const auto found = long_run_covariance(series, kernel, 7.5);
    const Matrix now = series.transpose() * series / 90.0;
    EXPECT_LT((found.one_sided + found.one_sided.transpose() - now - found.two_sided).norm(), 1e-13);
    EXPECT_LT((found.two_sided - found.two_sided.transpose()).norm(), 1e-13);
  }
}

TEST(LongRunCovariance, BandwidthWithoutUnits) {
  const Matrix series = noise(200, 2);
  Matrix scaled = series;
  scaled.col(1) *= 1e5;
  const auto plain = long_run_covariance(series, Kernel::bartlett),
             other = long_run_covariance(scaled, Kernel::bartlett);
  EXPECT_GT(plain.bandwidth, 1);
  EXPECT_NEAR(other.bandwidth, plain.bandwidth, 1e-9);
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   exp and log against 128-bit ones, over their range                    FastExp.Accuracy, FastLog.Accuracy
//   normal cdf and density against distributions.h, tails included        FastNormal.Accuracy
//   logistic against 128-bit exp                                          FastLogistic.Accuracy
//   subnormal results lose no more than a unit of the least double        FastNormal.FarTail
//   limits, NaN, exact points, a share and its opposite sum to one        FastNormal.SpecialValues
//   never falls from one double to the next by more than rounding         FastNormal.NearlyMonotone
//   vectors give the bits of doubles                                      NormalKernel.LanesAreDoubles

#include "rerate/statistics/fast_normal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "rerate/base/elementary.h"
#include "rerate/base/random_stream.h"
#include "rerate/statistics/distributions.h"
#include "rerate/statistics/normal_kernel.h"
#include "rerate/statistics/quad_precision.h"

namespace rerate {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double relative(double value, double expected) { return std::fabs(value / expected - 1); }

TEST(FastExp, Accuracy) {
  const RandomStream random(1, 0);
  for (std::uint64_t i = 0; i < 20000; ++i) {
    const double x = i % 2 == 0 ? 1416 * random.uniform(i) - 707.5 : 2 * random.uniform(i) - 1;
    const double expected = reproducible_exp(x);
    ASSERT_LE(relative(fast_exp(x), expected), 2.3e-16) << x;
  }
  EXPECT_EQ(fast_exp(0), 1);
  EXPECT_EQ(fast_exp(-infinity), 0);
  EXPECT_EQ(fast_exp(-746), 0);
  EXPECT_EQ(fast_exp(710), infinity);
  EXPECT_EQ(fast_exp(infinity), infinity);
  EXPECT_TRUE(std::isnan(fast_exp(std::nan(""))));
}

TEST(FastLog, Accuracy) {
  const RandomStream random(2, 0);
  for (std::uint64_t i = 0; i < 20000; ++i) {
    const double x =
        i % 2 == 0 ? reproducible_exp(1400 * random.uniform(i) - 700) : 2 * random.uniform(i) + 1e-9;
    const double expected = reproducible_log(x);
    ASSERT_LE(std::fabs(fast_log(x) - expected), 2.3e-16 * std::max(1.0, std::fabs(expected))) << x;
  }
  EXPECT_EQ(fast_log(1), 0);
  EXPECT_EQ(fast_log(0), fast_log(std::numeric_limits<double>::min()));
}

double density(double x) {
  const auto quad = static_cast<Quad>(x);
  return static_cast<double>(quad_exp(-quad * quad / 2) / quad_root_of_two_pi);
}

TEST(FastNormal, Accuracy) {
  const RandomStream random(3, 0);
  double worst_share = 0, worst_density = 0;
  for (std::uint64_t i = 0; i < 6000; ++i) {
    const double x = i % 2 == 0 ? 46 * random.uniform(i) - 37.5 : 4 * random.uniform(i) - 2;
    worst_share = std::max(worst_share, relative(fast_normal_cdf(x), normal_cdf(x)));
    worst_density = std::max(worst_density, relative(fast_normal_density(x), density(x)));
  }
  EXPECT_LE(worst_share, 1e-15);
  EXPECT_LE(worst_density, 1e-15);
  std::printf("  cdf %.1e, density %.1e\n", worst_share, worst_density);
}

TEST(FastLogistic, Accuracy) {
  const RandomStream random(4, 0);
  for (std::uint64_t i = 0; i < 5000; ++i) {
    const double x = i % 2 == 0 ? 1400 * random.uniform(i) - 700 : 8 * random.uniform(i) - 4;
    const auto expected = static_cast<double>(1 / (1 + quad_exp(-static_cast<Quad>(x))));
    ASSERT_LE(relative(fast_logistic(x), expected), 1e-15) << x;
  }
  EXPECT_EQ(fast_logistic(0), 0.5);
  EXPECT_EQ(fast_logistic(infinity), 1);
  EXPECT_EQ(fast_logistic(-infinity), 0);
}

TEST(FastNormal, FarTail) {
  for (double x = -37.5; x > -39; x -= 0.01)
    EXPECT_LE(std::fabs(fast_normal_cdf(x) - normal_cdf(x)), 3e-15 * normal_cdf(x) + 0x1p-1074) << x;
}

TEST(FastNormal, SpecialValues) {
  EXPECT_DOUBLE_EQ(fast_normal_cdf(0), 0.5);
  EXPECT_EQ(fast_normal_cdf(infinity), 1);
  EXPECT_EQ(fast_normal_cdf(-infinity), 0);
  EXPECT_EQ(fast_normal_cdf(-1e300), 0);
  EXPECT_EQ(fast_normal_density(infinity), 0);
  EXPECT_TRUE(std::isnan(fast_normal_cdf(std::nan(""))));
  EXPECT_TRUE(std::isnan(fast_normal_density(std::nan(""))));
  EXPECT_NEAR(fast_normal_cdf(1.959963984540054), 0.975, 1e-15);
  for (double x = 0.01; x < 9; x *= 1.3) EXPECT_EQ(fast_normal_cdf(x), 1 - fast_normal_cdf(-x));
}

TEST(FastNormal, NearlyMonotone) {
  for (double x = -30; x < 8; x += 0.37) {
    double here = x;
    for (int i = 0; i < 20; ++i) {
      const double next = std::nextafter(here, infinity);
      EXPECT_GE(fast_normal_cdf(next), fast_normal_cdf(here) * (1 - 3e-15));
      here = next;
    }
    EXPECT_GT(fast_normal_cdf(x + 1e-10), fast_normal_cdf(x) * (x < 5 ? 1 : 1 - 1e-15));
  }
}

using Four = double __attribute__((vector_size(32)));

TEST(NormalKernel, LanesAreDoubles) {
  const RandomStream random(5, 0);
  for (std::uint64_t i = 0; i < 4000; i += 4) {
    Four x{}, share{}, power{}, log{}, logistic{};
    for (int j = 0; j < 4; ++j) x[j] = 90 * random.uniform(i + static_cast<std::uint64_t>(j)) - 45;
    normal_kernel::normal_share(x, share);
    normal_kernel::exponential(x, power);
    normal_kernel::logarithm(power, log);
    normal_kernel::logistic_share(x, logistic);
    for (int j = 0; j < 4; ++j) {
      ASSERT_EQ(share[j], fast_normal_cdf(x[j]));
      ASSERT_EQ(power[j], fast_exp(x[j]));
      ASSERT_EQ(log[j], fast_log(power[j]));
      ASSERT_EQ(logistic[j], fast_logistic(x[j]));
    }
  }
}

}  // namespace
}  // namespace rerate

// Symmetric case: half on either side; Yao's (1987) quantiles 7.69 and 11.03 -> SymmetricCase
// The distribution rises from 0 to 1 without a step at zero                  -> RisesFromZeroToOne
// Turning time around exchanges the regimes                                  -> TimeReversal
// Far tails neither overflow nor vanish                                      -> FarTails
// No interval where zero is outside it, or for parameters that are none      -> NoInterval
// The argmax of simulated paths has this distribution                        -> SimulatedPaths

#include "rerate/time_series/break_date_distribution.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "rerate/base/random_stream.h"
#include "rerate/statistics/distributions.h"

namespace rerate {
namespace {

TEST(BreakDateDistribution, SymmetricCase) {
  const BreakDateDistribution symmetric{1, 1};
  EXPECT_NEAR(symmetric.cdf(0), 0.5, 1e-14);
  const auto wide = symmetric.interval(0.95), narrow = symmetric.interval(0.90);
  ASSERT_TRUE(wide && narrow);
  EXPECT_NEAR(wide->high, 11.03, 0.005);
  EXPECT_NEAR(narrow->high, 7.69, 0.005);
  EXPECT_NEAR(wide->low, -wide->high, 1e-9);
  EXPECT_NEAR(symmetric.cdf(wide->high), 0.975, 1e-11);
}

TEST(BreakDateDistribution, RisesFromZeroToOne) {
  for (const double xi : {0.2, 1.0, 4.0})
    for (const double phi : {0.1, 1.0, 7.0}) {
      const BreakDateDistribution limit{xi, phi};
      double before = 0;
      for (double x = -400; x <= 400; x += 0.5) {
        const double now = limit.cdf(x);
        EXPECT_GE(now, before - 1e-13) << xi << " " << phi << " " << x;
        before = now;
      }
      EXPECT_NEAR(limit.cdf(-1e-18), limit.cdf(0), 1e-8);
      EXPECT_NEAR(limit.cdf(-5000), 0, 1e-12);
      EXPECT_NEAR(limit.cdf(1e6), 1, 1e-12);
    }
}

TEST(BreakDateDistribution, TimeReversal) {
  // Seen backwards, the regimes change places: xi' = 1 / xi, phi' = 1 / phi, and time is measured in the other regime's
  // unit, (variance / signal) ratio phi / xi^2.
  const double xi = 2.5, phi = 0.6;
  const BreakDateDistribution forwards{xi, phi}, backwards{1 / xi, 1 / phi};
  for (const double x : {-9.0, -2.0, -0.3, 0.4, 1.0, 6.0})
    EXPECT_NEAR(forwards.cdf(x), 1 - backwards.cdf(-x * xi * xi / phi), 1e-12);
}

TEST(BreakDateDistribution, FarTails) {
  const BreakDateDistribution limit{1, 1e-4};
  for (const double x : {-1e6, -3000.0, -40.0, 40.0, 3000.0, 1e6}) {
    EXPECT_TRUE(std::isfinite(limit.cdf(x)));
    EXPECT_GE(limit.cdf(x), -1e-12);
    EXPECT_LE(limit.cdf(x), 1 + 1e-12);
  }
}

TEST(BreakDateDistribution, NoInterval) {
  const double nan = std::numeric_limits<double>::quiet_NaN(),
               infinite = std::numeric_limits<double>::infinity();
  EXPECT_FALSE((BreakDateDistribution{1, 0}.interval(0.95)));
  EXPECT_FALSE((BreakDateDistribution{nan, 1}.interval(0.95)));
  EXPECT_FALSE((BreakDateDistribution{infinite, 1}.interval(0.95)));
  const BreakDateDistribution one_sided{0.05, 60};
  ASSERT_LT(one_sided.cdf(0), 0.025);
  EXPECT_FALSE(one_sided.interval(0.95));
}

TEST(BreakDateDistribution, SimulatedPaths) {
  const double xi = 1.6, phi = 0.7, step = 0.02;
  const int runs = 1500, steps = 2000;
  int at_most[3] = {};
  const double points[3] = {-2, 0, 1};
  for (int run = 0; run < runs; ++run) {
    const RandomStream random(8, static_cast<std::uint64_t>(run));
    double best = 0, where = 0;
    for (const int side : {-1, 1}) {
      double path = 0;
      const double spread = std::sqrt(step) * (side < 0 ? 1.0 : std::sqrt(phi));
      const double drift = step * (side < 0 ? 0.5 : xi / 2);
      for (int i = 1; i <= steps; ++i) {
        // Uniform steps: their sums are near enough to Brownian motion.
        const auto index = static_cast<std::uint64_t>(2 * i + (side > 0));
        path += spread * 3.4641016151377544 * (random.uniform(index) - 0.5) - drift;
        if (path > best) best = path, where = side * i * step;
      }
    }
    for (int p = 0; p < 3; ++p) at_most[p] += where <= points[p];
  }
  const BreakDateDistribution limit{xi, phi};
  for (const int p : {0, 2}) EXPECT_NEAR(at_most[p] / static_cast<double>(runs), limit.cdf(points[p]), 0.035);
}

}  // namespace
}  // namespace rerate

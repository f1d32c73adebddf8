// Behaviour -> test
//   agrees with the C library to one unit in the last place, everywhere   -> AgreesWithTheLibrary
//   known values are correctly rounded                                    -> KnownValues
//   special values are those of <cmath>                                   -> SpecialValues
#include "rerate/base/elementary.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

// Within one representable number of each other.
bool neighbours(double a, double b) { return a == b || std::nextafter(a, b) == b; }

TEST(Elementary, AgreesWithTheLibrary) {
  const RandomStream random(1, 2);
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const double x = 1400 * (random.uniform(2 * i) - 0.5), y = 40 * (random.uniform(2 * i + 1) - 0.5);
    const double positive = std::ldexp(random.uniform(2 * i), static_cast<int>(y));
    EXPECT_TRUE(neighbours(reproducible_exp(x), std::exp(x))) << x;
    EXPECT_TRUE(neighbours(reproducible_exp2(y), std::exp2(y))) << y;
    EXPECT_TRUE(neighbours(reproducible_log(positive), std::log(positive))) << positive;
    EXPECT_TRUE(neighbours(reproducible_power(positive, y), std::pow(positive, y))) << positive << " " << y;
  }
}

TEST(Elementary, KnownValues) {
  EXPECT_EQ(reproducible_exp(1), 0x1.5bf0a8b145769p+1);
  EXPECT_EQ(reproducible_log(2), 0x1.62e42fefa39efp-1);
  EXPECT_EQ(reproducible_log(10), 0x1.26bb1bbb55516p+1);
  EXPECT_EQ(reproducible_power(2, 0.5), 0x1.6a09e667f3bcdp+0);
  EXPECT_EQ(reproducible_power(3, 4), 81);
  EXPECT_EQ(reproducible_exp2(-3), 0.125);
}

TEST(Elementary, SpecialValues) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(reproducible_exp(1000), kInfinity);
  EXPECT_EQ(reproducible_exp(-1000), 0);
  EXPECT_EQ(reproducible_log(0), -kInfinity);
  EXPECT_TRUE(std::isnan(reproducible_log(-1)));
  EXPECT_TRUE(std::isnan(reproducible_power(-8, 1.0 / 3)));
  EXPECT_EQ(reproducible_power(0, 0), 1);
  EXPECT_TRUE(std::isnan(reproducible_exp(std::nan(""))));
}

}  // namespace
}  // namespace rerate

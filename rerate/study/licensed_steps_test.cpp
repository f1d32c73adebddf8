// Behaviour -> test
//   open figures stay as they are, missing ones stay missing ...... KeepsOpenFigures
//   percentages to whole ones, scores to twentieths ............... RoundsToSteps
//   parts in twentieths add up to their sum in twentieths ......... PartsAddUp
//   wealth to powers of 1.01: never farther off than half a percent LicensedWealthKeepsItsSize
#include "rerate/study/licensed_steps.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace rerate {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

TEST(LicensedSteps, KeepsOpenFigures) {
  EXPECT_EQ(in_whole_steps(3.44, Shown::open), 3.44);
  EXPECT_EQ(in_twentieths(0.31, Shown::open), 0.31);
  EXPECT_EQ(in_percent_steps(7.123, Shown::open), 7.123);
  for (const auto shown : {Shown::open, Shown::in_steps}) {
    EXPECT_TRUE(std::isnan(in_whole_steps(kMissing, shown)));
    EXPECT_TRUE(std::isnan(in_twentieths(kMissing, shown)));
    EXPECT_TRUE(std::isnan(in_percent_steps(kMissing, shown)));
  }
}

TEST(LicensedSteps, RoundsToSteps) {
  EXPECT_EQ(in_whole_steps(3.44, Shown::in_steps), 3);
  EXPECT_EQ(in_whole_steps(-3.5, Shown::in_steps), -4);
  EXPECT_EQ(in_twentieths(0.31, Shown::in_steps), 0.3);
  EXPECT_EQ(in_twentieths(-0.33, Shown::in_steps), -0.35);
}

TEST(LicensedSteps, PartsAddUp) {
  const std::vector<double> parts = {0.074, 0.074, 0.073, -0.028, kMissing};
  EXPECT_EQ(parts_in_twentieths(parts, Shown::open)[1], 0.074);
  const auto shown = parts_in_twentieths(parts, Shown::in_steps);  // of 0.193: 0.2
  EXPECT_EQ(shown[0], 0.1);
  EXPECT_EQ(shown[1], 0.1);
  EXPECT_EQ(shown[2], 0.05);
  EXPECT_EQ(shown[3], -0.05);
  EXPECT_TRUE(std::isnan(shown[4]));
  for (int k = 0; k < 200; ++k) {
    std::vector<double> many;
    double sum = 0;
    for (int i = 0; i < 6; ++i) sum += many.emplace_back(std::sin(37.0 * k + 11 * i));
    double told = 0;
    const auto steps = parts_in_twentieths(many, Shown::in_steps);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      told += steps[i];
      EXPECT_LT(std::fabs(steps[i] - many[i]), 0.0501);
    }
    EXPECT_NEAR(told, in_twentieths(sum, Shown::in_steps), 1e-12) << k;
  }
  EXPECT_TRUE(parts_in_twentieths({}, Shown::in_steps).empty());
}

TEST(LicensedSteps, LicensedWealthKeepsItsSize) {
  EXPECT_EQ(in_percent_steps(1, Shown::in_steps), 1);
  EXPECT_NEAR(in_percent_steps(1.013, Shown::in_steps), 1.01, 1e-12);
  for (const double wealth : {0.02, 0.77, 3.3, 480.0}) {
    const double shown = in_percent_steps(wealth, Shown::in_steps);
    EXPECT_NE(shown, wealth);
    EXPECT_LT(std::fabs(shown / wealth - 1), 0.00501);
    EXPECT_NEAR(in_percent_steps(shown, Shown::in_steps), shown, 1e-9 * shown);
  }
  EXPECT_EQ(in_percent_steps(0, Shown::in_steps), 0);
}

}  // namespace
}  // namespace rerate

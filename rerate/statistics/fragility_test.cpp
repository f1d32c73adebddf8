// Behaviour -> test
//   five definitions by hand                                       Fragility.ByHand
//   quantiles, counts and shares equal those of sorted numbers      Fragility.EqualsSortedNumbers
//   definitions without a number are left out                       Fragility.MissingNumbers
//   the sign is told from what would say nothing                    Fragility.NeutralIsNotAlwaysZero
//   without p-values no share is significant or not                 Fragility.WithoutPValues
//   what cannot vary has no fragility, and is not zero              Fragility.NothingToVary
//   the last bits of a sum are no variation                         Fragility.RoundingIsNoVariation
//   equal numbers share the headline's percentile                   Fragility.EqualNumbers
//   broken input is our own bug                                     Fragility.BrokenInputIsABug

#include "rerate/statistics/fragility.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "rerate/base/error.h"
#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

const double kNone = std::numeric_limits<double>::quiet_NaN();

TEST(Fragility, ByHand) {
  const std::vector<double> values = {5, -1, 3, 0, 8}, p = {0.01, 0.5, 0.05, 1, kNone};
  const auto found = fragility(values, p, 5);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->definitions, 5u);
  EXPECT_EQ(found->min, -1);
  EXPECT_DOUBLE_EQ(found->p05, -0.8);
  EXPECT_EQ(found->median, 3);
  EXPECT_DOUBLE_EQ(found->p95, 7.4);
  EXPECT_EQ(found->max, 8);
  EXPECT_DOUBLE_EQ(found->same_sign, 0.6);
  EXPECT_DOUBLE_EQ(*found->significant, 0.4);
  EXPECT_DOUBLE_EQ(found->percentile, 70);
}

TEST(Fragility, EqualsSortedNumbers) {
  const RandomStream random(1, 0);
  for (std::size_t size : {2u, 3u, 20u, 21u, 1001u}) {
    std::vector<double> values, p;
    for (std::size_t i = 0; i < size; ++i) {
      values.push_back(random.uniform(10 * size + 2 * i) - 0.4);
      p.push_back(random.uniform(10 * size + 2 * i + 1));
    }
    const double headline = values[size / 2];
    const auto found = fragility(values, p, headline);
    auto sorted = values;
    std::sort(sorted.begin(), sorted.end());
    const double at = 0.05 * static_cast<double>(size - 1);
    const auto low = static_cast<std::size_t>(at);
    EXPECT_NEAR(found->p05, sorted[low] + (at - static_cast<double>(low)) * (sorted[low + 1] - sorted[low]),
                1e-15);
    EXPECT_EQ(found->min, sorted.front());
    EXPECT_EQ(found->max, sorted.back());
    const auto place = std::lower_bound(sorted.begin(), sorted.end(), headline) - sorted.begin();
    EXPECT_NEAR(found->percentile, 100 * (static_cast<double>(place) + 0.5) / static_cast<double>(size),
                1e-12);
    const auto positive = std::count_if(values.begin(), values.end(), [](double x) { return x > 0; });
    const auto side = headline > 0 ? positive : static_cast<std::ptrdiff_t>(size) - positive;
    EXPECT_NEAR(found->same_sign, static_cast<double>(side) / static_cast<double>(size), 1e-15);
  }
}

TEST(Fragility, MissingNumbers) {
  const auto found = fragility(std::vector{kNone, 2.0, kNone, 4.0}, std::vector{0.001, 0.001, 0.9, 0.9}, 2);
  EXPECT_EQ(found->definitions, 2u);
  EXPECT_EQ(found->median, 3);
  EXPECT_EQ(*found->significant, 0.5);
  EXPECT_EQ(found->percentile, 25);
}

TEST(Fragility, NeutralIsNotAlwaysZero) {
  const std::vector<double> ratios = {0.8, 0.9, 1.1, 1.4};
  EXPECT_EQ(fragility(ratios, {}, 0.9, 1)->same_sign, 0.5);
  EXPECT_EQ(fragility(ratios, {}, 0.9)->same_sign, 1);
  EXPECT_TRUE(std::isnan(fragility(ratios, {}, 1, 1)->same_sign));
}

TEST(Fragility, WithoutPValues) { EXPECT_FALSE(fragility(std::vector{1.0, 2.0}, {}, 1)->significant); }

TEST(Fragility, NothingToVary) {
  EXPECT_FALSE(fragility({}, {}, 1));
  EXPECT_FALSE(fragility(std::vector{1.0}, {}, 1));
  EXPECT_FALSE(fragility(std::vector{1.0, kNone}, {}, 1));
  EXPECT_FALSE(fragility(std::vector{1.0, 2.0}, {}, kNone));
}

TEST(Fragility, EqualNumbers) {
  const auto found = fragility(std::vector<double>(7, 2.5), {}, 2.5);
  EXPECT_EQ(found->percentile, 50);
  EXPECT_EQ(found->p05, 2.5);
  EXPECT_EQ(found->same_sign, 1);
}

TEST(Fragility, BrokenInputIsABug) {
  const std::vector<double> infinite = {1, std::numeric_limits<double>::infinity()}, fine = {1, 2},
                            one = {0.1};
  EXPECT_THROW(fragility(infinite, {}, 1), InternalError);
  EXPECT_THROW(fragility(fine, one, 1), InternalError);
  EXPECT_THROW(fragility(fine, {}, infinite[1]), InternalError);
}

TEST(Fragility, RoundingIsNoVariation) {
  EXPECT_FALSE(varies(0.3, 0.1 + 0.2));
  EXPECT_FALSE(varies(-1.4, -1.4));
  EXPECT_FALSE(varies(kNone, kNone));
  EXPECT_TRUE(varies(0, 1e-300));
  EXPECT_TRUE(varies(-1e-9, 1));
  EXPECT_TRUE(varies(1, 1 + 1e-9));
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   Pearson and Spearman with ties as in R (tests/oracles/style_correlation.R)  -> AsInR
//   exact lines correlate 1 and -1; a hand-computed case                         -> KnownCases
//   a series that does not vary has no correlation                              -> NoVariation
//   huge and tiny values neither overflow nor lose digits                       -> AnyScale
//   standardised: mean 0, variance 1, order kept                                -> Standardised
//   equal values share their rank                                               -> RanksWithTies
//   a missing value is our own bug                                              -> MissingValuesAreABug
#include "rerate/statistics/correlation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "rerate/base/error.h"
#include "rerate/statistics/correlation_for_test.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using Values = std::vector<double>;

TEST(Correlation, AsInR) {
  const auto made = golden_correlations();
  const auto x = made.at("x").get<Values>(), y = made.at("y").get<Values>();
  EXPECT_NEAR(correlation(x, y), made.at("pearson").get<double>(), 1e-13);
  EXPECT_NEAR(rank_correlation(x, y), made.at("spearman").get<double>(), 1e-13);
}

TEST(Correlation, KnownCases) {
  const Values x = {1, 2, 4, 7}, twice = {3, 5, 9, 15}, down = {-1, -2, -4, -7};
  EXPECT_NEAR(correlation(x, twice), 1, 1e-15);
  EXPECT_NEAR(correlation(x, down), -1, 1e-15);
  EXPECT_LE(std::fabs(correlation(x, down)), 1);
  // Deviations -1, 0, 1 and -1, 1, 0: 1 / sqrt(2 * 2).
  EXPECT_NEAR(correlation(Values{1, 2, 3}, Values{1, 3, 2}), 0.5, 1e-15);
  EXPECT_NEAR(rank_correlation(Values{1, 20, 300}, Values{-5, 90, 8}), 0.5, 1e-15);
}

TEST(Correlation, NoVariation) {
  const Values same(7, 0.1), x = {1, 2, 3, 4, 5, 6, 8};
  EXPECT_TRUE(std::isnan(correlation(same, x)));
  EXPECT_TRUE(std::isnan(correlation(x, same)));
  EXPECT_TRUE(std::isnan(rank_correlation(x, same)));
  EXPECT_TRUE(std::isnan(correlation(Values{3}, Values{4})));
  EXPECT_TRUE(standardised(same).empty());
}

TEST(Correlation, AnyScale) {
  const Values x = {1, 5, 2, 8, 3}, y = {2, 9, 1, 7, 7};
  const double usual = correlation(x, y);
  for (const double scale : {1e-300, 1e-150, 1e150, 1e307}) {
    Values wide = x;
    for (double& value : wide) value *= scale;
    EXPECT_NEAR(correlation(wide, y), usual, 1e-14) << scale;
  }
  Values far = x;
  for (double& value : far) value += 1e9;  // a level that dwarfs its variation
  EXPECT_NEAR(correlation(far, y), usual, 1e-14);
}

TEST(Correlation, Standardised) {
  const auto z = standardised(Values{4, 6, 8, 6});
  EXPECT_THAT(z, ElementsAre(testing::DoubleNear(-std::sqrt(2), 1e-15), 0,
                             testing::DoubleNear(std::sqrt(2), 1e-15), 0));
}

TEST(Correlation, RanksWithTies) {
  EXPECT_THAT(ranks(Values{10, 30, 20, 30, 30, 5}), ElementsAre(2, 5, 3, 5, 5, 1));
  EXPECT_THAT(ranks(Values{2, 2}), ElementsAre(1.5, 1.5));
  EXPECT_TRUE(ranks(Values{}).empty());
}

TEST(Correlation, MissingValuesAreABug) {
  const Values x = {1, std::numeric_limits<double>::quiet_NaN()}, y = {1, 2};
  EXPECT_THROW(correlation(x, y), InternalError);
  EXPECT_THROW(correlation(y, Values{1}), InternalError);
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   z turns with the sign, the percentile does not                          -> SignTurnsZ
//   the newest known figure at a date is about the latest month out by then -> NewestKnown
//   a late figure changes nothing before the day it came out                -> LateFigures
//   a month's first release dates it, not its revisions                     -> FirstReleaseCounts
//   missing months are no figures                                           -> MissingMonths
#include "rerate/models/indicator_history.h"

#include <gtest/gtest.h>

#include <cmath>

#include "rerate/statistics/expanding_standing.h"

namespace rerate {
namespace {

Date end_of(std::int32_t month) { return last_day({Frequency::monthly, month}); }

// Months from 1990-01, out ten days after their end.
Series figures(const std::vector<double>& values) {
  Series series;
  series.type.frequency = Frequency::monthly;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto month = 240 + static_cast<std::int32_t>(i);
    series.append(month, values[i], end_of(month) + 10);
  }
  return series;
}

const std::vector<double> kValues = {3, 5, 4, 8, 6, 7, 2, 9};

TEST(IndicatorHistory, SignTurnsZ) {
  const auto series = figures(kValues);
  const IndicatorHistory good(series, 1, 3, 2), bad(series, -1, 3, 2);
  const auto expected = expanding_standing(kValues, 3, 2);
  for (std::size_t i = 2; i < kValues.size(); ++i) {
    EXPECT_EQ(good.z[i], expected.z[i]);
    EXPECT_EQ(bad.z[i], -expected.z[i]);
    EXPECT_EQ(good.percentile[i], expected.percentile[i]);
    EXPECT_EQ(bad.percentile[i], expected.percentile[i]);
  }
  EXPECT_EQ(good.z[2], 0);
  EXPECT_FALSE(std::signbit(bad.z[2]));
  EXPECT_TRUE(std::isnan(good.z[1]));
  EXPECT_EQ(good.among.back(), kValues.size());
}

TEST(IndicatorHistory, NewestKnown) {
  const IndicatorHistory history(figures(kValues), 1, 3, 3);
  EXPECT_FALSE(history.newest_known(end_of(240) + 9));
  EXPECT_EQ(history.newest_known(end_of(240) + 10), 0u);
  EXPECT_EQ(history.newest_known(end_of(243)), 2u);
  EXPECT_EQ(history.newest_known(kEndOfTime), kValues.size() - 1);
  EXPECT_EQ(history.months_before(5, 3), 2u);
  EXPECT_FALSE(history.months_before(2, 3));
}

// The fourth month comes out after the fifth.
TEST(IndicatorHistory, LateFigures) {
  auto series = figures(kValues);
  series.known_at[3] = series.known_at[4] + 5;
  const IndicatorHistory history(series, 1, 3, 3);
  EXPECT_EQ(history.newest_known(series.known_at[4] - 1), 2u);
  EXPECT_EQ(history.newest_known(series.known_at[4]), 4u);
  EXPECT_EQ(history.newest_known(series.known_at[3]), 4u);
  EXPECT_EQ(history.among[4], 4u);
  const std::vector<double> before = {3, 5, 4, 6}, with = {3, 5, 4, 6, 8};
  EXPECT_EQ(history.z[4], expanding_standing(before, 3).z.back());
  EXPECT_EQ(history.z[3], expanding_standing(with, 3).z.back());
  EXPECT_EQ(history.z[5], expanding_standing(std::vector<double>{3, 5, 4, 6, 8, 7}, 3).z.back());
}

TEST(IndicatorHistory, FirstReleaseCounts) {
  auto series = figures(kValues);
  series.first_known_at = series.known_at;
  for (Date& known : series.known_at) known = known + 400;
  const IndicatorHistory history(series, 1, 3, 3);
  EXPECT_EQ(history.newest_known(end_of(243)), 2u);
  EXPECT_EQ(history.known[2], end_of(242) + 10);
}

TEST(IndicatorHistory, MissingMonths) {
  auto holes = kValues;
  holes[3] = std::nan("");
  const IndicatorHistory history(figures(holes), 1, 3, 3);
  ASSERT_EQ(history.size(), kValues.size() - 1);
  EXPECT_EQ(history.ordinal[3], 244);
  EXPECT_FALSE(history.months_before(5, 3));  // of 1990-07: 1990-04 is missing
  EXPECT_EQ(IndicatorHistory(figures({}), 1, 3, 3).newest_known(kEndOfTime), std::nullopt);
}

}  // namespace
}  // namespace rerate

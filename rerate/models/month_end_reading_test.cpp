// Behaviour -> test
//   the newest figure published by the month's last day is read            -> ReadsWhatWasPublished
//   a figure that is too old, and one that is missing, are not read        -> NotTooOldAndNotMissing
//   of a revised figure the first publication counts                       -> DatedByFirstPublication
//   the last month that was over on a day                                  -> MonthsOver
#include "rerate/models/month_end_reading.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace rerate {
namespace {

Series published(int days_later) {
  Series series;
  series.type = {Frequency::monthly, Kind::rate, ""};
  for (int t = 0; t < 6; ++t) series.append(t, 10 + t, last_day({Frequency::monthly, t}) + days_later);
  return series;
}

TEST(MonthEndReading, ReadsWhatWasPublished) {
  const auto at_once = read_at_month_ends(published(0), 0, 5, 2);
  EXPECT_THAT(at_once.figure, testing::ElementsAre(10, 11, 12, 13, 14, 15));
  EXPECT_THAT(at_once.period, testing::ElementsAre(0, 1, 2, 3, 4, 5));
  const auto later = read_at_month_ends(published(16), 1, 5, 2);
  EXPECT_EQ(later.first, 1);
  EXPECT_THAT(later.figure, testing::ElementsAre(10, 11, 12, 13, 14));
  EXPECT_THAT(later.period, testing::ElementsAre(0, 1, 2, 3, 4));
}

TEST(MonthEndReading, NotTooOldAndNotMissing) {
  auto series = published(0);
  series.value[3] = std::numeric_limits<double>::quiet_NaN();
  const auto reading = read_at_month_ends(series, -1, 8, 2);
  EXPECT_TRUE(std::isnan(reading.figure[0]));  // before the first figure
  EXPECT_EQ(reading.figure[4], 12);            // April is missing: March
  EXPECT_EQ(reading.period[4], 2);
  EXPECT_EQ(reading.figure[8], 15);            // August: June, two months old
  EXPECT_TRUE(std::isnan(reading.figure[9]));  // September: too old
  EXPECT_TRUE(std::isnan(read_at_month_ends(published(16), 0, 0, 2).figure[0]));
}

TEST(MonthEndReading, DatedByFirstPublication) {
  auto series = published(400);
  for (std::size_t i = 0; i < series.size(); ++i) series.first_known_at.push_back(last_day(series.period(i)));
  EXPECT_EQ(read_at_month_ends(series, 0, 5, 2).figure[2], 12);
}

TEST(MonthEndReading, MonthsOver) {
  const auto may = period_of(Frequency::monthly, make_date(2025, 5, 1)).ordinal;
  EXPECT_EQ(last_month_over(make_date(2025, 5, 30)), may - 1);
  EXPECT_EQ(last_month_over(make_date(2025, 5, 31)), may);
  EXPECT_EQ(last_month_over(make_date(2025, 6, 2)), may);
}

}  // namespace
}  // namespace rerate

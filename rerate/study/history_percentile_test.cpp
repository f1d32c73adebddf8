// Behaviour -> test
//   the share below plus half the share equal, in whole percents  -> SharesOfTheHistory
//   missing values stay missing and are no history                -> MissingValues
#include "rerate/study/history_percentile.h"

#include <gtest/gtest.h>

#include <cmath>

namespace rerate {
namespace {

TEST(HistoryPercentile, SharesOfTheHistory) {
  const double history[] = {4, 1, 2, 2};
  const HistoryPercentile percentile(history);
  EXPECT_EQ(percentile.of(0), 0);
  EXPECT_EQ(percentile.of(1), 13);  // 12.5, rounded
  EXPECT_EQ(percentile.of(2), 50);
  EXPECT_EQ(percentile.of(3), 75);
  EXPECT_EQ(percentile.of(9), 100);
}

TEST(HistoryPercentile, MissingValues) {
  const double history[] = {std::nan(""), 1, 3};
  EXPECT_EQ(HistoryPercentile(history).of(2), 50);
  EXPECT_TRUE(std::isnan(HistoryPercentile(history).of(std::nan(""))));
  EXPECT_TRUE(std::isnan(HistoryPercentile({}).of(1)));
}

}  // namespace
}  // namespace rerate

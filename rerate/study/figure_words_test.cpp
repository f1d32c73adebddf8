// Behaviour -> test
//   a figure has its unit's decimals and words         -> FigureWords.HaveTheirUnit
//   a range names its unit once                        -> FigureWords.RangesNameTheUnitOnce
//   shares never round to all or nothing               -> FigureWords.SharesAreNotRoundedAway
//   ordinals and percentiles read as people say them   -> FigureWords.Percentiles
#include "rerate/study/figure_words.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace rerate {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

TEST(FigureWords, HaveTheirUnit) {
  EXPECT_EQ(figure_in_words(12, "count"), "12");
  EXPECT_EQ(figure_in_words(12.26, "count"), "12.3");
  EXPECT_EQ(figure_in_words(1234567, "count"), "1,234,567");
  EXPECT_EQ(figure_in_words(-3.44, "pp"), "-3.4 pp");
  EXPECT_EQ(figure_in_words(12.5, "percent"), "12.5%");
  EXPECT_EQ(figure_in_words(331, "days"), "331 days");
  EXPECT_EQ(figure_in_words(1, "days"), "1 day");
  EXPECT_EQ(figure_in_words(0.0312, "probability"), "0.031");
  EXPECT_EQ(figure_in_words(1.27, "ratio"), "1.27");
  EXPECT_EQ(figure_in_words(kNone, "pp"), "none");
  EXPECT_EQ(figure_in_words(HUGE_VAL, "pp"), "none");
}

TEST(FigureWords, RangesNameTheUnitOnce) {
  EXPECT_EQ(range_in_words(10, 24, "count"), "10 to 24");
  EXPECT_EQ(range_in_words(-3.4, 12.1, "pp"), "-3.4 to 12.1 pp");
  EXPECT_EQ(range_in_words(12.5, 31, "percent"), "12.5% to 31.0%");
  EXPECT_EQ(range_in_words(12.51, 12.52, "pp"), "12.5 pp");
}

TEST(FigureWords, SharesAreNotRoundedAway) {
  EXPECT_EQ(share_in_words(0.614), "61%");
  EXPECT_EQ(share_in_words(0.001), "<1%");
  EXPECT_EQ(share_in_words(0.999), ">99%");
  EXPECT_EQ(share_in_words(0), "0%");
  EXPECT_EQ(share_in_words(1), "100%");
  EXPECT_EQ(share_in_words(kNone), "none");
}

TEST(FigureWords, Percentiles) {
  EXPECT_EQ(ordinal(1), "1st");
  EXPECT_EQ(ordinal(2), "2nd");
  EXPECT_EQ(ordinal(3), "3rd");
  EXPECT_EQ(ordinal(8), "8th");
  EXPECT_EQ(ordinal(11), "11th");
  EXPECT_EQ(ordinal(112), "112th");
  EXPECT_EQ(ordinal(93), "93rd");
  EXPECT_EQ(standing_in_words(8.2), "at the 8th percentile");
  EXPECT_EQ(standing_in_words(0.2), "at the 1st percentile");
  EXPECT_EQ(standing_in_words(99.8), "at the 99th percentile");
  EXPECT_EQ(standing_in_words(0), "below all");
  EXPECT_EQ(standing_in_words(100), "above all");
}

}  // namespace
}  // namespace rerate

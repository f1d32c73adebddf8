// Behaviour -> test
//   thousands are grouped, signs and decimals kept           -> Grouped
//   counts have their plural                                 -> Counts
//   words are joined, capitalised, signed                    -> Words
#include "rerate/study/sentence.h"

#include <gtest/gtest.h>

#include <cmath>

namespace rerate {
namespace {

TEST(Sentence, Grouped) {
  EXPECT_EQ(grouped(0, 0), "0");
  EXPECT_EQ(grouped(999.6, 0), "1,000");
  EXPECT_EQ(grouped(2300, 0), "2,300");
  EXPECT_EQ(grouped(-123456.789, 2), "-123,456.79");
  EXPECT_EQ(grouped(1234567, 1), "1,234,567.0");
  EXPECT_EQ(grouped(-100, 0), "-100");
  EXPECT_EQ(grouped(std::nan(""), 0), "nan");
  EXPECT_EQ(grouped(HUGE_VAL, 0), "inf");
}

TEST(Sentence, Counts) {
  EXPECT_EQ(count_of(1, "event"), "1 event");
  EXPECT_EQ(count_of(0, "event"), "0 events");
  EXPECT_EQ(count_of(2000, "draw"), "2,000 draws");
}

TEST(Sentence, Words) {
  EXPECT_EQ(joined_with_and({"a", "b", "c"}), "a, b and c");
  EXPECT_EQ(capitalised("small caps"), "Small caps");
  EXPECT_EQ(signed_number(0.04, 1), "+0.0");
  EXPECT_EQ(signed_number(-3.44, 1), "-3.4");
}

}  // namespace
}  // namespace rerate

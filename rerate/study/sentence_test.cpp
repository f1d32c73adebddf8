// Behaviour -> test
//   thousands are grouped, signs and decimals kept           -> Grouped
//   counts have their plural                                 -> Counts
//   words are joined, capitalised, signed                    -> Words
//   p-values are never 0.000 or 1.00                         -> Probabilities
//   periods and small counts as people say them              -> PeriodsAndCounts
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
  EXPECT_EQ(some_of({"a", "b", "c", "d", "e", "f"}), "a, b, c, d, e and f");
  EXPECT_EQ(some_of({"a", "b", "c", "d", "e", "f", "g", "h"}), "a, b, c, d, e, f and 2 more");
  EXPECT_EQ(capitalised("small caps"), "Small caps");
  EXPECT_EQ(signed_number(0.04, 1), "+0.0");
  EXPECT_EQ(signed_number(-3.44, 1), "-3.4");
}

TEST(Sentence, Probabilities) {
  EXPECT_EQ(p_in_words(0.034), "p = 0.034");
  EXPECT_EQ(p_in_words(0.1), "p = 0.10");
  EXPECT_EQ(p_in_words(0.61), "p = 0.61");
  EXPECT_EQ(p_in_words(0), "p < 0.001");
  EXPECT_EQ(p_in_words(0.00099), "p < 0.001");
  EXPECT_EQ(p_in_words(0.001), "p = 0.001");
  EXPECT_EQ(p_in_words(0.99), "p = 0.99");
  EXPECT_EQ(p_in_words(0.996), "p > 0.99");
  EXPECT_EQ(p_in_words(1), "p > 0.99");
  EXPECT_EQ(p_in_words(std::nan("")), "p not known");
}

TEST(Sentence, PeriodsAndCounts) {
  EXPECT_EQ(period_in_words({Frequency::monthly, 475}), "Aug 2009");
  EXPECT_EQ(period_in_words({Frequency::monthly, -1}), "Dec 1969");
  EXPECT_EQ(period_in_words(period_of(Frequency::daily, make_date(2010, 6, 11))), "11 Jun 2010");
  EXPECT_EQ(period_in_words({Frequency::quarterly, 158}), "2009Q3");
  EXPECT_EQ(period_in_words({Frequency::annual, 39}), "2009");
  EXPECT_EQ(few_in_words(2), "two");
  EXPECT_EQ(few_in_words(12), "twelve");
  EXPECT_EQ(few_in_words(1300), "1,300");
}

}  // namespace
}  // namespace rerate

// Numbers as text
//   plain decimal numbers are read                            NumberText.ReadsDecimals
//   everything that is no finite decimal number is refused    NumberText.RefusesTheRest
//   shortest text reads back as the same bits                 NumberText.ShortestReadsBack
//   fixed decimals have no negative zero                      NumberText.FixedHasNoNegativeZero
#include "rerate/base/number_text.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "rerate/base/random_stream.h"

namespace rerate {
namespace {

TEST(NumberText, ReadsDecimals) {
  EXPECT_EQ(parse_number("4.09"), 4.09);
  EXPECT_EQ(parse_number("-15"), -15);
  EXPECT_EQ(parse_number("+2.5"), 2.5);
  EXPECT_EQ(parse_number(".5"), 0.5);
  EXPECT_EQ(parse_number("1e3"), 1000);
  EXPECT_EQ(parse_number("2.5E-1"), 0.25);
}

TEST(NumberText, RefusesTheRest) {
  for (const auto* text :
       {"",  " ",   "nan", "NaN", "inf", "-inf",  "infinity", "0x10", "1,5",   "1 5", " 1",    "1 ", "+",
        "-", "+-1", "++1", "--1", "1e",  "1e400", "-1e400",   "abc",  "1.2.3", ".",   "1_000", "N/A"})
    EXPECT_FALSE(parse_number(text)) << text;
  EXPECT_FALSE(parse_number(std::string_view("1\0", 2)));
}

TEST(NumberText, ShortestReadsBack) {
  const RandomStream random(1, 2);
  for (std::uint64_t i = 0; i < 20000; ++i) {
    const auto value = std::bit_cast<double>(random.bits(i));
    if (!std::isfinite(value)) continue;
    const auto read = parse_number(shortest(value));
    ASSERT_TRUE(read) << shortest(value);
    ASSERT_EQ(std::bit_cast<std::uint64_t>(*read), std::bit_cast<std::uint64_t>(value));
  }
  EXPECT_EQ(shortest(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(shortest(12), "12");
  EXPECT_EQ(shortest(std::numeric_limits<double>::quiet_NaN()), "nan");
}

TEST(NumberText, FixedHasNoNegativeZero) {
  EXPECT_EQ(fixed(-0.04, 1), "0.0");
  EXPECT_EQ(fixed(-0.06, 1), "-0.1");
  EXPECT_EQ(fixed(-0.0, 0), "0");
  EXPECT_EQ(fixed(12.345, 2), "12.35");
  EXPECT_EQ(fixed(-std::numeric_limits<double>::quiet_NaN(), 2), "nan");
}

}  // namespace
}  // namespace rerate

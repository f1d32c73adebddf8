// Ranges of values:
//   numbers step by one, by a step, or by the second value ............. Numbers
//   decimal steps are exact and meet the end ........................... DecimalStepsAreExact
//   falling ranges have a step below nothing ........................... FallingRanges
//   lengths of time keep their unit .................................... LengthsOfTime
//   months, years and days follow the calendar ......................... Dates
//   text that only has dots in it stays text ........................... OtherTextIsNoRange
//   what is wrong is said, with the place .............................. WrongRangesAreRefused
//   how to turn a range round is said in its own ends and step ......... TheMendOfATurnedRangeIsRight
//   a range of too many values is refused before any is made ........... TooManyValues
//   every value lies a step from the one before ........................ RandomRanges
#include "rerate/base/value_range.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <random>

#include "rerate/base/number_text.h"

namespace rerate {
namespace {

std::string values(std::string_view text) {
  if (!is_range(text)) return "no range";
  return fmt::format("{}", fmt::join(range_values(text, 10'000, Place{"a.toml", 3, 7}).values, " "));
}

Failure failure_of(std::string_view text) {
  try {
    range_values(text, 10'000, Place{"a.toml", 3, 7});
  } catch (const UserError& error) {
    return error.failure();
  }
  Failure none{ErrorCode::study_file, {}, {}, {}, {}};
  none.what = "no failure";
  return none;
}

TEST(ValueRange, Numbers) {
  EXPECT_EQ(values("48 .. 52"), "48 49 50 51 52");
  EXPECT_EQ(values("46..47 by 0.5"), "46 46.5 47");
  EXPECT_EQ(values("46, 46.5 .. 48"), "46 46.5 47 47.5 48");
  EXPECT_EQ(values("-2 .. 2 by 2"), "-2 0 2");
  EXPECT_EQ(values("0.5 .. 2.5"), "0.5 1.5 2.5");
  EXPECT_EQ(values("3 .. 3"), "3");
  EXPECT_TRUE(is_range_of_numbers("48 .. 52"));
  EXPECT_FALSE(is_range_of_numbers("3m .. 12m"));
  EXPECT_FALSE(is_range_of_numbers("1979 .. 1990 by 1y"));
}

TEST(ValueRange, DecimalStepsAreExact) {
  const auto range = range_values("46 .. 50 by 0.1", 100, {});
  ASSERT_EQ(range.values.size(), 41u);
  EXPECT_TRUE(range.numbers);
  EXPECT_EQ(range.values[1], "46.1");
  EXPECT_EQ(range.values[3], "46.3");
  EXPECT_EQ(range.values[10], "47");
  EXPECT_EQ(range.values.back(), "50");
  EXPECT_EQ(values("0.001 .. 0.003 by 0.0005"), "0.001 0.0015 0.002 0.0025 0.003");
  EXPECT_EQ(values("999999998.5 .. 999999999.5 by 0.50000000"), "999999998.5 999999999 999999999.5");
}

TEST(ValueRange, FallingRanges) {
  EXPECT_EQ(values("50 .. 48 by -1"), "50 49 48");
  EXPECT_EQ(values("50, 49.5 .. 49"), "50 49.5 49");
  EXPECT_EQ(values("-0.1 .. -0.3 by -0.1"), "-0.1 -0.2 -0.3");
  EXPECT_EQ(values("12m .. 6m by -3m"), "12m 9m 6m");
}

TEST(ValueRange, LengthsOfTime) {
  EXPECT_EQ(values("3m .. 12m by 3m"), "3m 6m 9m 12m");
  EXPECT_EQ(values("6m .. 8m"), "6m 7m 8m");
  EXPECT_EQ(values("60d, 120d .. 240d"), "60d 120d 180d 240d");
}

TEST(ValueRange, Dates) {
  EXPECT_EQ(values("1979-01 .. 1981-01 by 12m"), "1979-01 1980-01 1981-01");
  EXPECT_EQ(values("1979-11 .. 1980-02"), "1979-11 1979-12 1980-01 1980-02");
  EXPECT_EQ(values("1979-01, 1979-04 .. 1979-10"), "1979-01 1979-04 1979-07 1979-10");
  EXPECT_EQ(values("1979 .. 1982 by 1y"), "1979 1980 1981 1982");
  EXPECT_EQ(values("2010-06-07 .. 2010-06-09"), "2010-06-07 2010-06-08 2010-06-09");
  EXPECT_EQ(values("2010-06-01 .. 2010-06-15 by 1w"), "2010-06-01 2010-06-08 2010-06-15");
  EXPECT_EQ(values("2024-01-31 .. 2024-04-30 by 1m"), "2024-01-31 2024-02-29 2024-03-31 2024-04-30");
}

TEST(ValueRange, OtherTextIsNoRange) {
  for (const auto* text :
       {"..", "a .. b", "lag(x, 1) .. 3", "48 ... 52", "48 .. ", " .. 3", "1 , .. 3", "1, 2, 3 .. 4",
        "1 .. 3 by ", "48", "", "1e3 .. 2e3", "1234567890 .. 1234567899", "0.123456789 .. 1", "1 .. x"})
    EXPECT_FALSE(is_range(text)) << text;
}

TEST(ValueRange, TheMendOfATurnedRangeIsRight) {
  const auto mend_of = [](const char* text) { return failure_of(text).mend; };
  EXPECT_EQ(mend_of("50 .. 46 by 1"),
            "Turn it round, \"46 .. 50 by 1\", or let it fall: \"50 .. 46 by -1\".");
  EXPECT_EQ(values("46 .. 50 by 1"), "46 47 48 49 50");
  EXPECT_EQ(values("50 .. 46 by -1"), "50 49 48 47 46");
  EXPECT_EQ(mend_of("50 .. 46"), "Turn it round: \"46 .. 50\".");
  EXPECT_EQ(mend_of("12m .. 6m by 3m"),
            "Turn it round, \"6m .. 12m by 3m\", or let it fall: \"12m .. 6m by -3m\".");
}

TEST(ValueRange, WrongRangesAreRefused) {
  const std::pair<const char*, const char*> wrong[] = {
      {"50 .. 46", "the end comes before the begin"},
      {"46 .. 50 by 0", "the step is 0"},
      {"46 .. 50 by -1", "the step goes away from the end"},
      {"46 .. 50 by 3", "the steps do not meet the end"},
      {"46.25 .. 47", "the steps do not meet the end"},
      {"46 .. 50 by 1m", "the step must be a number"},
      {"46 .. 50 by x", "`x` is no step"},
      {"3m .. 2y", "not alike"},
      {"3m .. 12", "not alike"},
      {"3m .. 12m by 1q", "in another unit"},
      {"3m .. 12m by 3", "the step must be a length of time"},
      {"1979-01 .. 1990-01-01", "not alike"},
      {"1979-01 .. 1990-01 by 5d", "must be in months"},
      {"1979 .. 1990 by 1m", "in whole years"},
      {"1979-01 .. 1979-06 by 2m", "the steps do not meet the end"},
      {"2024-01-31 .. 2024-04-29 by 1m", "the steps do not meet the end"},
      {"2024-01-31 .. 2024-01-01 by 1m", "the end comes before the begin"},
      {"2024-01-31 .. 2024-01-31 by 0m", "the step is 0"},
      {"46, 47 .. 50 by 1", "a second value or a step, not both"},
      {"46, 47m .. 50", "the second value"}};
  for (const auto& [text, what] : wrong) {
    ASSERT_TRUE(is_range(text)) << text;
    const auto failure = failure_of(text);
    EXPECT_EQ(failure.code, ErrorCode::choice_range) << text;
    EXPECT_NE(failure.what.find(what), std::string::npos) << text << ": " << failure.what;
    EXPECT_EQ(failure.place.line, 3) << text;
    EXPECT_EQ(failure.place.column, 7) << text;
  }
}

TEST(ValueRange, TooManyValues) {
  for (const auto* text : {"0 .. 999999999", "0 .. 999999999.99999999 by 0.00000001", "0d .. 999999d",
                           "1600-01-01 .. 2500-12-31", "1 .. 10001", "-999999999 .. 999999999"}) {
    ASSERT_TRUE(is_range(text)) << text;
    const auto failure = failure_of(text);
    EXPECT_EQ(failure.code, ErrorCode::choice_options) << text;
    EXPECT_NE(failure.what.find("more than 10000"), std::string::npos) << failure.what;
  }
  EXPECT_EQ(range_values("1 .. 10000", 10'000, {}).values.size(), 10'000u);
}

TEST(ValueRange, RandomRanges) {
  std::mt19937 engine(7);
  const auto draw = [&](int most) {
    return static_cast<std::int64_t>(engine() % static_cast<unsigned>(most));
  };
  for (int round = 0; round < 2000; ++round) {
    const int decimals = static_cast<int>(draw(6));
    double unit = 1;
    for (int i = 0; i < decimals; ++i) unit *= 10;
    const auto begin = draw(2'000'000) - 1'000'000, step = draw(5000) + 1, steps = draw(300);
    const auto text = [&](std::int64_t value) { return fixed(static_cast<double>(value) / unit, decimals); };
    const auto range = range_values(
        fmt::format("{} .. {} by {}", text(begin), text(begin + step * steps), text(step)), 10'000, {});
    ASSERT_EQ(range.values.size(), static_cast<std::size_t>(steps) + 1);
    for (std::int64_t i = 0; i <= steps; ++i)
      EXPECT_EQ(parse_number(range.values[static_cast<std::size_t>(i)]),
                parse_number(text(begin + i * step)));
  }
}

}  // namespace
}  // namespace rerate

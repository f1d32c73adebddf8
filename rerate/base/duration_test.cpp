// Durations
//   text reads back, and nothing else is read          Duration.ParsesItsText
//   how many observations a duration spans             Duration.CountsPeriods
//   a date a duration later                            Duration.AddsToDates
#include "rerate/base/duration.h"

#include <gtest/gtest.h>

namespace rerate {
namespace {

using Unit = Duration::Unit;

TEST(Duration, ParsesItsText) {
  EXPECT_EQ(parse_duration("12m"), (Duration{12, Unit::month}));
  for (const auto* text : {"0d", "250d", "4w", "12m", "4q", "2y", "999999d"})
    EXPECT_EQ(to_string(*parse_duration(text)), text);
  for (const auto* text : {"", "m", "12", "-1m", "1.5m", "12M", "12 m", "1000000d", "m12", "12mm"})
    EXPECT_FALSE(parse_duration(text)) << text;
}

TEST(Duration, CountsPeriods) {
  const auto year = *parse_duration("12m");
  EXPECT_EQ(periods_in(year, Frequency::monthly), 12);
  EXPECT_EQ(periods_in(year, Frequency::quarterly), 4);
  EXPECT_EQ(periods_in(year, Frequency::annual), 1);
  EXPECT_FALSE(periods_in(year, Frequency::daily));
  EXPECT_FALSE(periods_in(*parse_duration("1m"), Frequency::quarterly));
  EXPECT_FALSE(periods_in(*parse_duration("30d"), Frequency::monthly));
  EXPECT_EQ(periods_in(*parse_duration("2y"), Frequency::quarterly), 8);
  EXPECT_FALSE(whole_months(*parse_duration("4w")));
}

TEST(Duration, AddsToDates) {
  const Date leap = make_date(2024, 2, 29);
  EXPECT_EQ(add(leap, *parse_duration("1y")), make_date(2025, 2, 28));
  EXPECT_EQ(add(leap, *parse_duration("1q")), make_date(2024, 5, 29));
  EXPECT_EQ(add(leap, *parse_duration("2w")), make_date(2024, 3, 14));
  EXPECT_EQ(add(leap, *parse_duration("366d")), make_date(2025, 3, 1));
}

}  // namespace
}  // namespace rerate

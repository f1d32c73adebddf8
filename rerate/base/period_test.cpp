// Reference periods
//   a day lies in the period of it, for every frequency     Period.HoldsItsDays
//   periods follow each other without gap or overlap        Period.TileTheCalendar
//   text of a period reads back                             Period.TextReadsBack
//   ISO days and months inside a period are accepted        Period.AcceptsDaysInside
//   what is no period is refused                            Period.RefusesOtherText
//   names of frequencies read back                          Period.NamesOfFrequenciesReadBack
#include "rerate/base/period.h"

#include <gtest/gtest.h>

namespace rerate {
namespace {

constexpr Frequency kAll[] = {Frequency::daily, Frequency::weekly, Frequency::monthly, Frequency::quarterly,
                              Frequency::annual};

TEST(Period, HoldsItsDays) {
  for (const auto frequency : kAll)
    for (Date day = make_date(1895, 1, 1); day < make_date(2030, 1, 1); day = day + 17) {
      const auto period = period_of(frequency, day);
      ASSERT_LE(first_day(period), day);
      ASSERT_GE(last_day(period), day);
    }
  EXPECT_EQ(period_of(Frequency::quarterly, make_date(1969, 12, 31)).ordinal, -1);
  EXPECT_EQ(period_of(Frequency::annual, make_date(1969, 1, 1)).ordinal, -1);
  EXPECT_EQ(period_of(Frequency::monthly, make_date(1970, 2, 1)).ordinal, 1);
}

TEST(Period, TileTheCalendar) {
  for (const auto frequency : {Frequency::monthly, Frequency::quarterly, Frequency::annual})
    for (int ordinal = -800; ordinal < 800; ++ordinal)
      ASSERT_EQ(last_day({frequency, ordinal}) + 1, first_day({frequency, ordinal + 1}));
}

TEST(Period, TextReadsBack) {
  for (const auto frequency : kAll)
    for (const int ordinal : {-300, -1, 0, 1, 222}) {
      const Period period{frequency, ordinal};
      if (last_day(period) < make_date(1700, 1, 1)) continue;
      EXPECT_EQ(parse_period(frequency, to_string(period)), period) << to_string(period);
    }
  EXPECT_EQ(to_string(period_of(Frequency::quarterly, make_date(2025, 6, 30))), "2025Q2");
  EXPECT_EQ(to_string(period_of(Frequency::monthly, make_date(2025, 6, 30))), "2025-06");
  EXPECT_EQ(to_string(period_of(Frequency::annual, make_date(2025, 6, 30))), "2025");
}

TEST(Period, AcceptsDaysInside) {
  const auto may = period_of(Frequency::monthly, make_date(2025, 5, 1));
  EXPECT_EQ(parse_period(Frequency::monthly, "2025-05-01"), may);
  EXPECT_EQ(parse_period(Frequency::monthly, "2025-05-31"), may);
  const auto second = period_of(Frequency::quarterly, make_date(2025, 5, 1));
  EXPECT_EQ(parse_period(Frequency::quarterly, "2025-04"), second);
  EXPECT_EQ(parse_period(Frequency::quarterly, "2025-06-30"), second);
  EXPECT_EQ(parse_period(Frequency::annual, "2025-06-30"), parse_period(Frequency::annual, "2025"));
}

TEST(Period, RefusesOtherText) {
  EXPECT_FALSE(parse_period(Frequency::monthly, "2025-13"));
  EXPECT_FALSE(parse_period(Frequency::monthly, "2025-02-30"));
  EXPECT_FALSE(parse_period(Frequency::monthly, "2025"));
  EXPECT_FALSE(parse_period(Frequency::monthly, "2025Q1"));
  EXPECT_FALSE(parse_period(Frequency::quarterly, "2025Q5"));
  EXPECT_FALSE(parse_period(Frequency::quarterly, "2025Q0"));
  EXPECT_FALSE(parse_period(Frequency::annual, "1599"));
  EXPECT_FALSE(parse_period(Frequency::daily, "2025-05"));
  EXPECT_FALSE(parse_period(Frequency::weekly, "2025"));
  for (const auto frequency : kAll) EXPECT_FALSE(parse_period(frequency, ""));
}

TEST(Period, NamesOfFrequenciesReadBack) {
  for (const auto frequency : kAll) EXPECT_EQ(parse_frequency(to_string(frequency)), frequency);
  EXPECT_FALSE(parse_frequency("Monthly"));
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   what a duration means on each frequency                   Reach.OfDurations
//   lags by count and by calendar                             Reach.RowsBefore
//   windows by count and by calendar, full ones only          Reach.WindowStarts
//   both against a search of every row                        Reach.AgreesWithSearch

#include "rerate/formula/reach.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/formula/formula_fixture.h"

namespace rerate {
namespace {

using formula_fixture::daily;
using formula_fixture::monthly;
using formula_fixture::on_days;

TEST(Reach, OfDurations) {
  const auto count = [](const char* duration, Frequency frequency) {
    const auto reach = reach_of(*parse_duration(duration), frequency);
    return !reach ? -1 : reach->on_calendar ? -2 : reach->observations;
  };
  EXPECT_EQ(count("12m", Frequency::monthly), 12);
  EXPECT_EQ(count("4q", Frequency::monthly), 12);
  EXPECT_EQ(count("2y", Frequency::quarterly), 8);
  EXPECT_EQ(count("24m", Frequency::annual), 2);
  EXPECT_EQ(count("1m", Frequency::quarterly), -1);
  EXPECT_EQ(count("4w", Frequency::monthly), -1);
  EXPECT_EQ(count("250d", Frequency::daily), 250);
  EXPECT_EQ(count("12m", Frequency::daily), -2);
  EXPECT_EQ(count("4w", Frequency::daily), -2);
  EXPECT_EQ(count("4w", Frequency::weekly), 4);
  EXPECT_EQ(count("1y", Frequency::weekly), -2);
  EXPECT_EQ(count("5d", Frequency::weekly), -1);
  EXPECT_EQ(reach_of({5, Duration::Unit::day}, Frequency::monthly).error().what,
            "5d is not a whole number of months");
  EXPECT_EQ(to_string(one_period(Frequency::daily)), "1d");
  EXPECT_EQ(to_string(one_period(Frequency::quarterly)), "1q");
}

TEST(Reach, RowsBefore) {
  const auto months = monthly({1, 2, 3, 4});
  EXPECT_EQ(rows_before(months, {2, false, {}}), (std::vector<std::size_t>{kNoRow, kNoRow, 0, 1}));
  EXPECT_EQ(rows_before(months, {0, false, {}}), (std::vector<std::size_t>{0, 1, 2, 3}));

  const auto days = on_days({{"2023-02-27", 1},
                             {"2023-02-28", 1},
                             {"2023-03-01", 1},
                             {"2024-02-28", 1},
                             {"2024-02-29", 1},
                             {"2024-03-31", 1}});
  // 29 February 2024 a year earlier is the 28th; 31 March 2024 a year earlier has the 1st before it.
  EXPECT_EQ(rows_before(days, {0, true, {12, Duration::Unit::month}}),
            (std::vector<std::size_t>{kNoRow, kNoRow, kNoRow, 1, 1, 2}));
}

TEST(Reach, WindowStarts) {
  EXPECT_EQ(window_starts(monthly({1, 2, 3, 4}), {3, false, {}}),
            (std::vector<std::size_t>{kNoRow, kNoRow, 0, 1}));
  // Weekdays from Monday 2000-01-03: a week ends on the first Sunday that does not exist, so Monday the 10th.
  const auto days = daily(std::vector<double>(7, 1.0));
  EXPECT_EQ(window_starts(days, {0, true, {1, Duration::Unit::week}}),
            (std::vector<std::size_t>{kNoRow, kNoRow, kNoRow, kNoRow, kNoRow, 1, 2}));
  EXPECT_TRUE(window_starts(Series{{}, "", {}, {}, {}}, {3, false, {}}).empty());
}

TEST(Reach, AgreesWithSearch) {
  const RandomStream random(7, 7);
  auto days = on_days({});
  std::int32_t day = 11000;
  for (std::uint64_t i = 0; i < 400; ++i) {
    day += 1 + static_cast<std::int32_t>(random.below(i, 6));
    days.append(day, 1, kAlwaysKnown);
  }
  for (const char* text : {"1m", "3m", "1y", "2w", "1q"}) {
    const auto distance = *parse_duration(text);
    const auto before = rows_before(days, {0, true, distance});
    const auto starts = window_starts(days, {0, true, distance});
    for (std::size_t i = 0; i < days.size(); ++i) {
      const Date now{days.ordinal[i]};
      const auto months = whole_months(distance);
      const Date then = months ? add_months(now, -*months) : now - 7 * distance.count;
      const auto earlier = days.find_at_or_before(then.days);
      EXPECT_EQ(before[i], earlier.value_or(kNoRow));
      const bool full = days.ordinal[0] <= then.days + 1;
      EXPECT_EQ(starts[i], full ? *days.find_at_or_after(then.days + 1) : kNoRow);
      if (earlier) {
        EXPECT_EQ(within_reach(days, {0, true, distance}, *earlier, i), days.ordinal[*earlier] == then.days);
      }
    }
  }
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   monthly to quarterly and annual, every way                Resample.MonthlyToQuarterly
//   daily to monthly, every way                               Resample.DailyToMonthly
//   daily and weekly to weeks that end on Friday              Resample.Weeks
//   a last period that is not over is left out                Resample.LastPeriodMustBeOver
//   series with figures on weekends                           Resample.Weekends
//   a first period that is covered in part is left out        Resample.FirstPeriodMustBeWhole
//   missing figures                                           Resample.Missing
//   periods without a figure                                  Resample.Holes
//   known_at of what was read                                 Resample.KnownAt
//   the same frequency changes nothing                        Resample.SameFrequency

#include "rerate/formula/resample.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/formula/formula_fixture.h"

namespace rerate {
namespace {

using formula_fixture::daily;
using formula_fixture::kinds;
using formula_fixture::kNan;
using formula_fixture::make;
using formula_fixture::monthly;
using formula_fixture::noise;
using formula_fixture::on_days;
using formula_fixture::World;
using testing::DoubleEq;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::NanSensitiveDoubleEq;

std::vector<std::string> periods_of(const Series& series) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < series.size(); ++i) texts.push_back(to_string(series.period(i)));
  return texts;
}

TEST(Resample, MonthlyToQuarterly) {
  World world;
  world.series = {{"x", monthly({1, 2, 6, 4, 5, 9})}};
  EXPECT_THAT(world("resample(x, quarter, last)").value, ElementsAre(6, 9));
  EXPECT_THAT(world("resample(x, quarter, first)").value, ElementsAre(1, 4));
  EXPECT_THAT(world("resample(x, quarter, mean)").value, ElementsAre(3, 6));
  EXPECT_THAT(world("resample(x, quarter, sum)").value, ElementsAre(9, 18));
  EXPECT_THAT(periods_of(world("resample(x, quarter, sum)")), ElementsAre("2000Q1", "2000Q2"));
  world.series = {{"x", monthly(std::vector<double>(24, 2.0))},
                  {"q", make(Frequency::quarterly, Kind::level, "u", "2000Q1", {1, 2, 3, 4, 5})}};
  EXPECT_THAT(world("resample(x, year, sum)").value, ElementsAre(24, 24));
  EXPECT_THAT(world("resample(q, year, mean)").value, ElementsAre(2.5));
}

TEST(Resample, DailyToMonthly) {
  World world;
  world.series["x"] = daily(noise(200, 2), Kind::level, "u");
  const auto& x = world.series["x"];
  const auto last = world("resample(x, month, last)"), first = world("resample(x, month, first)"),
             mean = world("resample(x, month, mean)"), sum = world("resample(x, month, sum)");
  ASSERT_EQ(last.size(), 9u);
  ASSERT_EQ(sum.size(), 9u);
  for (std::size_t row = 0; row < last.size(); ++row) {
    std::vector<double> month;
    for (std::size_t i = 0; i < x.size(); ++i)
      if (period_of(Frequency::monthly, Date{x.ordinal[i]}).ordinal == last.ordinal[row])
        month.push_back(x.value[i]);
    double total = 0;
    for (double v : month) total += v;
    EXPECT_EQ(last.value[row], month.back());
    EXPECT_EQ(first.value[row], month.front());
    EXPECT_NEAR(sum.value[row], total, 1e-10);
    EXPECT_NEAR(mean.value[row], total / static_cast<double>(month.size()), 1e-12);
  }
}

TEST(Resample, Weeks) {
  World world;
  world.series["x"] = daily({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});  // Monday 2000-01-03 to Monday 2000-01-17
  const auto last = world("resample(x, week, last)");
  EXPECT_THAT(periods_of(last), ElementsAre("2000-01-07", "2000-01-14"));
  EXPECT_THAT(last.value, ElementsAre(5, 10));
  EXPECT_EQ(last.type.frequency, Frequency::weekly);
  EXPECT_THAT(world("resample(x, week, mean)").value, ElementsAre(3, 8));

  Series wednesdays = on_days({{"2025-05-07", 1}, {"2025-05-14", 2}, {"2025-05-21", 4}});
  wednesdays.type.frequency = Frequency::weekly;
  wednesdays.type.kind = Kind::level;
  world.series["x"] = wednesdays;
  EXPECT_THAT(periods_of(world("resample(x, week, last)")),
              ElementsAre("2025-05-09", "2025-05-16", "2025-05-23"));
  EXPECT_TRUE(world("resample(x, month, mean)").empty());  // 28 May is still to come
  wednesdays.append(parse_date("2025-05-28")->days, 5, *parse_date("2025-05-29"));
  world.series["x"] = wednesdays;
  EXPECT_THAT(world("resample(x, month, mean)").value, ElementsAre(3));
}

TEST(Resample, LastPeriodMustBeOver) {
  World world;
  world.series["x"] = monthly({1, 2, 3, 4, 5});
  EXPECT_THAT(periods_of(world("resample(x, quarter, last)")), ElementsAre("2000Q1"));
  // May 2025 ends on a Saturday: Friday the 30th is its last business day.
  world.series["x"] = on_days({{"2025-04-30", 1}, {"2025-05-29", 2}});
  EXPECT_THAT(periods_of(world("resample(x, month, last)")), ElementsAre("2025-04"));
  world.series["x"] = on_days({{"2025-04-30", 1}, {"2025-05-30", 2}});
  EXPECT_THAT(periods_of(world("resample(x, month, last)")), ElementsAre("2025-04", "2025-05"));
  world.series["x"] = on_days({{"2025-04-30", 1}, {"2025-05-28", 2}, {"2025-06-02", 3}});
  EXPECT_THAT(periods_of(world("resample(x, month, last)")), ElementsAre("2025-04", "2025-05"));
  // Good Friday, 29 March 2024: exchanges are closed, but another series may have its figure.
  world.series["x"] = on_days({{"2024-03-28", 1}});
  EXPECT_TRUE(world("resample(x, month, last)").empty());
  EXPECT_TRUE(world("resample(x, week, last)").empty());
  world.series["x"] = on_days({{"2024-03-28", 1}, {"2024-04-01", 2}});
  EXPECT_THAT(periods_of(world("resample(x, month, last)")), ElementsAre("2024-03"));
  EXPECT_EQ(to_string(world("resample(x, month, last)").known_at[0]), "2024-04-01");
}

TEST(Resample, Weekends) {
  World world;
  // May 2025 ends on a Saturday, and this series has figures on weekends: Friday the 30th is not the end.
  world.series["x"] = on_days({{"2025-05-25", 1}, {"2025-05-30", 2}});
  EXPECT_TRUE(world("resample(x, month, last)").empty());
  world.series["x"] = on_days({{"2025-05-25", 1}, {"2025-05-30", 2}, {"2025-05-31", 3}});
  EXPECT_THAT(world("resample(x, month, last)").value, ElementsAre(3));
  // The first of all figures on a weekend comes after the month was read as over.
  world.series["x"] = on_days({{"2025-05-29", 1}, {"2025-05-30", 2}, {"2025-05-31", 3}, {"2025-06-02", 4}});
  EXPECT_THAT(world("resample(x, month, last)").value, ElementsAre(2));
  EXPECT_EQ(to_string(world("resample(x, month, last)").known_at[0]), "2025-05-30");
}

TEST(Resample, FirstPeriodMustBeWhole) {
  World world;
  world.series["x"] = monthly({1, 2, 3, 4, 5}, Kind::level, "u", "2000-02");
  EXPECT_THAT(periods_of(world("resample(x, quarter, mean)")), ElementsAre("2000Q2"));
  EXPECT_THAT(periods_of(world("resample(x, quarter, first)")), ElementsAre("2000Q2"));
  EXPECT_THAT(periods_of(world("resample(x, quarter, last)")), ElementsAre("2000Q1", "2000Q2"));
  world.series["x"] = on_days({{"1996-12-31", 1}, {"1997-01-02", 2}, {"1997-01-31", 4}});
  EXPECT_THAT(world("resample(x, month, mean)").value,
              ElementsAre(3));  // 2 January is the first business day
  EXPECT_THAT(world("resample(x, month, last)").value, ElementsAre(1, 4));
}

TEST(Resample, Missing) {
  World world;
  world.series["x"] = monthly({1, kNan, 3, 4, 5, kNan, kNan, 8, 9, 10, 11, 12});
  const auto missing = NanSensitiveDoubleEq(kNan);
  EXPECT_THAT(world("resample(x, quarter, mean)").value, ElementsAre(missing, missing, missing, 11));
  EXPECT_THAT(world("resample(x, quarter, last)").value, ElementsAre(3, missing, 9, 12));
  EXPECT_THAT(world("resample(x, quarter, first)").value, ElementsAre(1, 4, missing, 10));
  EXPECT_EQ(world("resample(x, quarter, last)").known_at[1], kAlwaysKnown);
  // On daily series a missing figure is a day without one.
  world.series["x"] = on_days(
      {{"2025-05-01", kNan}, {"2025-05-02", 2}, {"2025-05-29", 4}, {"2025-05-30", kNan}, {"2025-06-02", 9}});
  EXPECT_THAT(world("resample(x, month, mean)").value, ElementsAre(3));
  EXPECT_THAT(world("resample(x, month, last)").value, ElementsAre(4));
  EXPECT_THAT(world("resample(x, month, first)").value, ElementsAre(2));
}

TEST(Resample, Holes) {
  World world;
  world.series["x"] = on_days({{"2025-01-31", 1}, {"2025-04-30", 4}});
  const auto result = world("resample(x, month, last)");
  EXPECT_THAT(periods_of(result), ElementsAre("2025-01", "2025-02", "2025-03", "2025-04"));
  EXPECT_TRUE(std::isnan(result.value[1]) && std::isnan(result.value[2]));
  EXPECT_EQ(result.known_at[1], kAlwaysKnown);
  EXPECT_EQ(world("resample(x, week, last)").size(), 1u);  // weeks may have holes; 2025-04-30 is a Wednesday
}

TEST(Resample, KnownAt) {
  World world;
  auto x = monthly({1, 2, 3, 4, 5, 6});
  x.known_at = {Date{90}, Date{2}, Date{3}, Date{4}, Date{5}, Date{6}};
  world.series = {{"x", x}};
  EXPECT_THAT(world("resample(x, quarter, mean)").known_at, ElementsAre(Date{90}, Date{6}));
  EXPECT_THAT(world("resample(x, quarter, last)").known_at, ElementsAre(Date{3}, Date{6}));
  // The first figure of a quarter is not shown before the quarter is over.
  EXPECT_THAT(world("resample(x, quarter, first)").known_at, ElementsAre(Date{90}, Date{6}));
}

TEST(Resample, SameFrequency) {
  const auto world = kinds();
  for (const std::string how : {"last", "mean", "first"})
    EXPECT_EQ(world("resample(level, month, " + how + ")").value, world("level").value);
  EXPECT_THAT(world("level - resample(level, month, mean)").value, testing::Each(0.0));
}

}  // namespace
}  // namespace rerate

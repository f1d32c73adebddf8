// Behaviour -> test
//   lag, diff, pct, yoy, ret against hand-computed values     Lagged.Values
//   calendar distances on daily series                        Lagged.DailyCalendar
//   counts on daily series                                    Lagged.DailyCounts
//   other frequencies                                         Lagged.QuarterlyAndAnnual
//   known_at of both figures; lag waits for its row to exist  Lagged.KnownAt
//   missing figures                                           Lagged.Missing
//   the return of a price with its dividends                  Lagged.TotalReturn
//   total_return refuses what is no price or no dividend      Lagged.TotalReturnRefuses
//   growth from or to a negative figure is refused            Lagged.GrowthNeedsPositiveFigures

#include "rerate/formula/lagged.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/formula/formula_fixture.h"

namespace rerate {
namespace {

using formula_fixture::daily;
using formula_fixture::kNan;
using formula_fixture::make;
using formula_fixture::monthly;
using formula_fixture::noise;
using formula_fixture::on_days;
using formula_fixture::World;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::NanSensitiveDoubleEq;

TEST(Lagged, Values) {
  World world;
  world.series = {{"x", monthly({100, 110, 121, 60.5})}};
  const auto lagged = world("lag(x, 2m)");
  EXPECT_EQ(to_string(lagged.period(0)), "2000-03");
  EXPECT_THAT(lagged.value, ElementsAre(100, 110));
  EXPECT_THAT(world("lag(x, 0m)").value, ElementsAre(100, 110, 121, 60.5));
  EXPECT_TRUE(world("lag(x, 4m)").empty());
  EXPECT_TRUE(world("lag(x, 999999y)").empty());
  EXPECT_THAT(world("diff(x)").value, ElementsAre(10, 11, -60.5));
  EXPECT_THAT(world("diff(x, 1q)").value, ElementsAre(-39.5));
  EXPECT_THAT(world("pct(x)").value, ElementsAre(DoubleNear(10, 1e-13), DoubleNear(10, 1e-13), -50));
  EXPECT_THAT(world("ret(x, 2m)").value, ElementsAre(DoubleNear(21, 1e-13), DoubleNear(-45, 1e-13)));

  world.series["x"] = monthly(noise(40, 1));
  const auto &values = world.series["x"].value, growth = world("yoy(x)").value;
  ASSERT_EQ(growth.size(), 28u);
  for (std::size_t i = 0; i < growth.size(); ++i)
    EXPECT_EQ(growth[i], 100 * (values[i + 12] / values[i] - 1));
}

TEST(Lagged, TotalReturn) {
  World world;
  world.series = {{"x", monthly({100, 110, 121, 60.5})}, {"paid", monthly({1, 2, 3, 4})}};
  const auto earned = world("total_return(x, paid)");
  EXPECT_EQ(to_string(earned.period(0)), "2000-02");
  EXPECT_THAT(earned.value,
              ElementsAre(100 * (112.0 / 100 - 1), 100 * (124.0 / 110 - 1), 100 * (64.5 / 121 - 1)));
  EXPECT_EQ(world.type("total_return(x, paid)").kind, Kind::return_);
  // Without dividends it is the price's growth, and the dividend of its first period is no part of any return.
  EXPECT_EQ(world("total_return(x, paid * 0)").value, world("pct(x)").value);
  EXPECT_THAT(world("index(total_return(x, paid))").value.front(), DoubleNear(112, 1e-12));
  world.series["paid"] = monthly({1, kNan, 3, 4});
  EXPECT_THAT(world("total_return(x, paid)").value,
              ElementsAre(NanSensitiveDoubleEq(kNan), testing::_, testing::_));
}

TEST(Lagged, TotalReturnRefuses) {
  World world;
  world.series = {{"x", monthly({100, 110, 121})}, {"paid", monthly({1, -2, 3})}};
  EXPECT_THAT(world.complaint("total_return(x, paid)"), HasSubstr("2000-02"));
  EXPECT_THAT(world.complaint("total_return(pct(x), paid)"), HasSubstr("needs a price"));
  EXPECT_THAT(world.complaint("total_return(x, pct(paid))"), HasSubstr("needs dividends"));
  EXPECT_THAT(world.complaint("total_return(x, 2)"), HasSubstr("error RR3"));
}

TEST(Lagged, DailyCalendar) {
  World world;
  world.series["x"] = on_days(
      {{"2023-02-27", 10}, {"2023-02-28", 20}, {"2023-03-03", 30}, {"2024-02-29", 40}, {"2024-03-04", 60}});
  const auto lagged = world("lag(x, 12m)");
  EXPECT_THAT(lagged.value,
              ElementsAre(20, 30));  // 29 February -> the 28th; 4 March -> the last before, the 3rd
  EXPECT_EQ(to_string(lagged.period(0)), "2024-02-29");
  EXPECT_THAT(world("ret(x, 1y)").value, ElementsAre(100, 100));
  EXPECT_THAT(world("yoy(x)").value, ElementsAre(100, 100));
}

TEST(Lagged, DailyCounts) {
  World world;
  world.series = {{"x", daily({1, 2, 4, 8, 16, 32})}};
  EXPECT_THAT(world("lag(x, 4d)").value, ElementsAre(1, 2));
  EXPECT_THAT(world("lag(x, 1w)").value, ElementsAre(1));  // a week of days is a distance on the calendar
  EXPECT_THAT(world("pct(x)").value, ElementsAre(100, 100, 100, 100, 100));
}

TEST(Lagged, QuarterlyAndAnnual) {
  World world;
  world.series = {{"q", make(Frequency::quarterly, Kind::level, "u", "2000Q1", {1, 2, 3, 4, 2, 5})},
                  {"y", make(Frequency::annual, Kind::level, "u", "2000", {1, 2, 3})}};
  EXPECT_THAT(world("yoy(q)").value, ElementsAre(100, 150));
  EXPECT_EQ(to_string(world("yoy(q)").period(0)), "2001Q1");
  EXPECT_THAT(world("diff(q, 6m)").value, ElementsAre(2, 2, -1, 1));
  EXPECT_THAT(world("yoy(y)").value, ElementsAre(100, 50));
}

TEST(Lagged, KnownAt) {
  World world;
  auto x = monthly({1, 2, 3});
  x.known_at = {Date{90}, Date{70}, Date{80}};  // the first figure was published late
  world.series = {{"x", x}};
  EXPECT_THAT(world("lag(x, 1m)").known_at, ElementsAre(Date{90}, Date{80}));
  EXPECT_THAT(world("diff(x)").known_at, ElementsAre(Date{90}, Date{80}));
  EXPECT_THAT(world("pct(x, 2m)").known_at, ElementsAre(Date{90}));
}

TEST(Lagged, Missing) {
  World world;
  world.series = {{"x", monthly({1, kNan, 3, 6})}};
  const auto missing = NanSensitiveDoubleEq(kNan);
  EXPECT_THAT(world("lag(x, 1m)").value, ElementsAre(1, missing, 3));
  EXPECT_THAT(world("pct(x)").value, ElementsAre(missing, missing, 100));
  EXPECT_THAT(world("pct(x)").known_at[0], kAlwaysKnown);
}

TEST(Lagged, GrowthNeedsPositiveFigures) {
  World world;
  world.series = {{"x", monthly({1, 0, 5})}, {"y", monthly({1, -2, 5})}, {"big", monthly({1e-300, 1e300})}};
  EXPECT_THAT(world.complaint("pct(x)"),
              HasSubstr("growth from 0 to 5: growth needs positive figures at 2000-03"));
  EXPECT_THAT(world.complaint("pct(y)"),
              HasSubstr("growth from 1 to -2: growth needs positive figures at 2000-02"));
  EXPECT_THAT(world.complaint("pct(big)"), HasSubstr("the result is too large at 2000-02"));
  EXPECT_THAT(world("pct(lag(x, 1m) * 0 + 1)").value, ElementsAre(0));
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   index cumulates without a base period                     Index.Cumulates
//   index at missing returns                                  Index.MissingReturns
//   index refuses what is no return                           Index.ImpossibleReturns
//   index and ret undo each other                             Index.ReturnsComeBack
//   fill carries forward, known once the period exists        Fill.CarriesForward
//   fill stops after `most`                                   Fill.StopsAfterMost
//   splice takes x where it has a figure, else y              Splice.ContinuesAndFillsIn
//   ... on the union of their days, each with its own date    Splice.Days
//   ... dense where periods lie between the two               Splice.StaysDense
//   what does not fit is refused, as for mean()               Splice.UnitsAndFrequencies
//   published moves figures to the period of their release    Published.MonthlyReleases
//   late and bunched releases                                 Published.LateReleases
//   daily and quarterly series                                Published.OtherFrequencies
//   a period that is not over is left out                     Published.LastPeriodMustBeOver
//   nothing known later stands in a period                    Published.NeverLooksAhead
//   carry brings yearly figures onto months from their day    Carry.YearlyOntoMonths
//   a month of `onto` that may not be over is left out        Carry.LastPeriodMustBeOver
//   a later figure that came first stays                      Carry.LateFigureOfAnEarlierPeriod

#include "rerate/formula/carrying.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/formula/formula_fixture.h"

namespace rerate {
namespace {

using formula_fixture::kNan;
using formula_fixture::make;
using formula_fixture::monthly;
using formula_fixture::noise;
using formula_fixture::on_days;
using formula_fixture::World;
using testing::DoubleEq;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::NanSensitiveDoubleEq;

Series returns(const std::vector<double>& values) { return monthly(values, Kind::return_, "percent"); }

TEST(Index, Cumulates) {
  World world;
  auto r = returns({10, -50, 20});
  r.known_at = {Date{5}, Date{9}, Date{7}};
  world.series = {{"r", r}};
  const auto index = world("index(r)");
  EXPECT_EQ(to_string(index.period(0)), "2000-01");
  EXPECT_THAT(index.value, ElementsAre(DoubleEq(110), DoubleEq(55), DoubleEq(66)));
  EXPECT_THAT(index.known_at, ElementsAre(Date{5}, Date{9}, Date{9}));
  EXPECT_EQ(index.type.kind, Kind::total_return_index);
}

TEST(Index, MissingReturns) {
  World world;
  world.series = {
      {"r", returns({kNan, 10, 10, kNan})}, {"gap", returns({10, kNan, 10})}, {"no", returns({kNan})}};
  const auto index = world("index(r)");
  EXPECT_EQ(to_string(index.period(0)), "2000-02");
  EXPECT_THAT(index.value, ElementsAre(DoubleEq(110), DoubleEq(121)));
  EXPECT_THAT(world.complaint("index(gap)"), HasSubstr("error RR311: a return is missing at 2000-02"));
  EXPECT_TRUE(world("index(no)").empty());
}

TEST(Index, ImpossibleReturns) {
  World world;
  world.series = {{"r", returns({10, -100.5})}, {"all", returns({-100, 10})}};
  EXPECT_THAT(world.complaint("index(r)"), HasSubstr("a return of -100.5 percent, below -100, at 2000-02"));
  EXPECT_THAT(world("index(all)").value, ElementsAre(0, 0));
  EXPECT_THAT(world.complaint("ret(index(all), 1m)"), HasSubstr("growth from 0 to 0"));
  world.series["r"] = returns(std::vector<double>(400, 1e6));
  EXPECT_THAT(world.complaint("index(r)"), HasSubstr("the result is too large at"));
}

TEST(Index, ReturnsComeBack) {
  World world;
  world.series = {{"r", returns(noise(100, 3, 1, 10))}};
  const auto back = world("pct(index(r))");
  for (std::size_t i = 0; i < back.size(); ++i)
    EXPECT_NEAR(back.value[i], world.series["r"].value[i + 1], 1e-12);
}

TEST(Fill, CarriesForward) {
  World world;
  world.series = {{"x", monthly({kNan, 1, kNan, kNan, 4, kNan})}};
  const auto filled = world("fill(x)");
  EXPECT_EQ(to_string(filled.period(0)), "2000-02");
  EXPECT_THAT(filled.value, ElementsAre(1, 1, 1, 4));  // nothing after the last figure
  const auto& known = world.series["x"].known_at;
  EXPECT_THAT(filled.known_at, ElementsAre(known[1], known[4], known[4], known[4]));
}

TEST(Fill, StopsAfterMost) {
  World world;
  world.series = {{"x", monthly({1, kNan, kNan, kNan, 5})}};
  const auto missing = NanSensitiveDoubleEq(kNan);
  EXPECT_THAT(world("fill(x, 1m)").value, ElementsAre(1, 1, missing, missing, 5));
  EXPECT_THAT(world("fill(x, most = 2m)").value, ElementsAre(1, 1, 1, missing, 5));
  EXPECT_EQ(world("fill(x, 1m)").known_at[2], kAlwaysKnown);
  world.series["x"] =
      on_days({{"2025-05-01", 1}, {"2025-06-01", kNan}, {"2025-06-02", kNan}, {"2025-06-03", 4}});
  EXPECT_THAT(world("fill(x, 1m)").value, ElementsAre(1, 1, missing, 4));
  EXPECT_THAT(world("fill(x, 2d)").value, ElementsAre(1, 1, 1, 4));
}

TEST(Published, MonthlyReleases) {
  World world;
  world.series = {{"x", monthly({1, 2, 3})}};  // known ten days after the month's end
  const auto shifted = world("published(x)");
  EXPECT_EQ(to_string(shifted.period(0)), "2000-02");
  EXPECT_THAT(shifted.value, ElementsAre(1, 2));  // April, of the third figure, may not be over
  const auto& known = world.series["x"].known_at;
  EXPECT_THAT(shifted.known_at, ElementsAre(known[1], known[2]));
}

TEST(Published, LateReleases) {
  World world;
  auto x = monthly({1, 2, 3, 4, kNan, 6});
  const auto day = [](const char* text) { return *parse_date(text); };
  // January on time; February and March together in May; April before them, on time; the last within its month.
  x.known_at = {day("2000-02-10"), day("2000-05-20"), day("2000-05-20"),
                day("2000-05-10"), kAlwaysKnown,      day("2000-07-15")};
  world.series = {{"x", x}};
  const auto shifted = world("published(x)");
  EXPECT_EQ(to_string(shifted.period(0)), "2000-02");
  EXPECT_THAT(shifted.value, ElementsAre(1, 1, 1, 4, 4));  // Feb Mar Apr | May Jun
  EXPECT_EQ(shifted.known_at[2], day("2000-05-10"));
  EXPECT_EQ(shifted.known_at[3], day("2000-07-15"));
}

TEST(Published, OtherFrequencies) {
  World world;
  world.series = {{"q", make(Frequency::quarterly, Kind::level, "u", "2000Q1", {1, 2}, 30)}};
  ASSERT_EQ(world("published(q)").size(), 1u);
  EXPECT_EQ(to_string(world("published(q)").period(0)), "2000Q2");
  auto days = on_days({{"2025-05-01", 1}, {"2025-05-02", 2}, {"2025-05-05", kNan}});
  days.known_at = {*parse_date("2025-05-02"), *parse_date("2025-05-05"), kAlwaysKnown};
  world.series["d"] = days;
  const auto shifted = world("published(d)");
  ASSERT_EQ(shifted.size(), 2u);
  EXPECT_EQ(to_string(shifted.period(1)), "2025-05-05");
  EXPECT_THAT(shifted.value, ElementsAre(1, 2));
}

TEST(Published, LastPeriodMustBeOver) {
  World world;
  auto x = monthly({1, 2});
  x.known_at = {*parse_date("2000-02-10"), *parse_date("2000-02-28")};  // 2000 is a leap year
  world.series["x"] = x;
  EXPECT_TRUE(world("published(x)").empty());
  x.known_at[1] = *parse_date("2000-02-29");
  world.series["x"] = x;
  EXPECT_THAT(world("published(x)").value, ElementsAre(2));
  EXPECT_EQ(world("published(x)").known_at[0], x.known_at[1]);
}

TEST(Published, NeverLooksAhead) {
  const RandomStream random(21, 22);
  for (std::uint64_t round = 0; round < 40; ++round) {
    auto x = monthly(noise(50, round));
    for (std::size_t i = 0; i < x.size(); ++i)
      x.known_at[i] = last_day(x.period(i)) + static_cast<int>(random.below(round * 100 + i, 200));
    World world;
    world.series = {{"x", x}};
    const auto shifted = world("published(x)");
    for (std::size_t i = 0; i < shifted.size(); ++i) {
      const Date end = last_day(shifted.period(i));
      EXPECT_GE(shifted.known_at[i], end);
      double latest = kNan;  // the figure about the latest month known by then
      for (std::size_t j = 0; j < x.size(); ++j)
        if (x.known_at[j] <= end) latest = x.value[j];
      EXPECT_EQ(shifted.value[i], latest);
      if (i > 0) {
        EXPECT_EQ(shifted.ordinal[i], shifted.ordinal[i - 1] + 1);
      }
    }
  }
}

TEST(Splice, ContinuesAndFillsIn) {
  World world;
  world.series = {{"x", monthly({1, kNan, 3})},
                  {"y", make(Frequency::monthly, Kind::level, "bn_usd", "1999-12", {10, 20, 30, 40, 50}, 3)}};
  const auto joined = world("splice(x, y)");
  EXPECT_EQ(to_string(joined.period(0)), "1999-12");
  EXPECT_THAT(joined.value, ElementsAre(10, 1, 30, 3, 50));
  const auto &x = world.series["x"].known_at, &y = world.series["y"].known_at;
  EXPECT_THAT(joined.known_at, ElementsAre(y[0], x[0], y[2], x[2], y[4]));
  EXPECT_THAT(world("splice(y, x)").value, ElementsAre(10, 20, 30, 40, 50));
}

TEST(Splice, Days) {
  World world;
  world.series = {{"x", on_days({{"2024-05-01", 1}, {"2024-05-02", 2}})},
                  {"y", on_days({{"2024-04-30", 5}, {"2024-05-02", 6}, {"2024-05-06", 7}})}};
  const auto joined = world("splice(x, y)");
  ASSERT_THAT(joined.value, ElementsAre(5, 1, 2, 7));
  EXPECT_EQ(to_string(joined.period(3)), "2024-05-06");
  EXPECT_EQ(joined.known_at[3], *parse_date("2024-05-06"));
  EXPECT_EQ(joined.type.kind, Kind::price_index);
}

TEST(Splice, StaysDense) {
  World world;
  world.series = {
      {"x", monthly({1, 2})},
      {"y", make(Frequency::monthly, Kind::level, "bn_usd", "2000-05", {7}, 3)},
  };
  const auto missing = NanSensitiveDoubleEq(kNan);
  for (const auto* formula : {"splice(x, y)", "splice(y, x)"}) {
    const auto joined = world(formula);
    EXPECT_THAT(joined.value, ElementsAre(1, 2, missing, missing, 7));
    EXPECT_EQ(joined.known_at[2], kAlwaysKnown);
    EXPECT_EQ(joined.ordinal[4], joined.ordinal[0] + 4);
  }
}

TEST(Splice, UnitsAndFrequencies) {
  const auto world = formula_fixture::kinds();
  EXPECT_THAT(world.complaint("splice(rates.gs10, gdp)"), HasSubstr("RR30"));
  EXPECT_THAT(world.complaint("splice(rates.gs10, claims)"), HasSubstr("resample("));
  EXPECT_THAT(world.complaint("splice(price, total)"), HasSubstr("error RR3"));
  EXPECT_THAT(world.complaint("splice(rates.gs10, 2)"), HasSubstr("error RR3"));
  EXPECT_THAT(world.complaint("splice(rates.gs10)"), HasSubstr("splice"));
  EXPECT_EQ(world.type("splice(rates.gs10, rates.tb3ms)").kind, Kind::rate);
}

TEST(Carry, YearlyOntoMonths) {
  World world;
  world.series = {{"book", make(Frequency::annual, Kind::ratio, "ratio", "1999", {1, 2}, 180)},
                  {"price", make(Frequency::monthly, Kind::price_index, "index", "2000-04",
                                 std::vector<double>(17, 100.0), 0)}};
  const auto carried = world("carry(book, price)");
  // 1999's is known on 2000-06-28, 2000's on 2001-06-29, a Friday, the last weekday of that month.
  EXPECT_EQ(to_string(carried.period(0)), "2000-06");
  EXPECT_EQ(carried.size(), 15u);
  EXPECT_EQ(carried.type.frequency, Frequency::monthly);
  EXPECT_EQ(carried.type.kind, Kind::ratio);
  EXPECT_EQ(carried.value[11], 1);  // 2001-05
  EXPECT_EQ(carried.value[12], 2);
  EXPECT_EQ(carried.known_at[5], last_day(carried.period(5)));
  EXPECT_EQ(world.type("carry(book, price)").frequency, Frequency::monthly);
}

TEST(Carry, LastPeriodMustBeOver) {
  World world;
  auto survey = monthly({1, 2, 3});  // read within its month
  const auto day = [](const char* text) { return *parse_date(text); };
  survey.known_at = {day("2000-01-20"), day("2000-02-17"), day("2000-03-16")};
  world.series = {{"survey", survey}, {"x", make(Frequency::annual, Kind::level, "u", "1999", {7}, 3)}};
  const auto carried = world("carry(x, survey)");
  ASSERT_EQ(carried.size(), 2u);  // March may not be over
  EXPECT_EQ(carried.known_at[0], day("2000-02-17"));
  EXPECT_EQ(carried.known_at[1], day("2000-03-16"));
}

TEST(Carry, LateFigureOfAnEarlierPeriod) {
  World world;
  auto x = monthly({1, 2, 3});
  const auto day = [](const char* text) { return *parse_date(text); };
  x.known_at = {day("2000-05-10"), day("2000-03-10"), day("2000-06-10")};
  world.series = {{"x", x},
                  {"onto", make(Frequency::monthly, Kind::level, "u", "2000-01", {1, 1, 1, 1, 1, 1}, 0)}};
  const auto carried = world("carry(x, onto)");
  EXPECT_EQ(to_string(carried.period(0)), "2000-03");
  EXPECT_THAT(carried.value, ElementsAre(2, 2, 2, 3));
}

}  // namespace
}  // namespace rerate

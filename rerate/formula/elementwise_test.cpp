// Behaviour -> test
//   operators and functions against hand-computed values      Elementwise.Values
//   series meet on the periods that both have                 Elementwise.InnerJoin, Elementwise.DailyInnerJoin
//   no common period gives an empty series                    Elementwise.NothingInCommon
//   missing arguments make missing results                    Elementwise.MissingPropagates
//   known_at is the latest read                               Elementwise.KnownAtIsTheLatest
//   `when` reads the chosen branch only                       Elementwise.WhenReadsTheChosenBranch
//   undefined values are refused with their date              Elementwise.UndefinedValuesNameTheirDate
//   bey of a known quotation                                  Elementwise.BondEquivalentYield

#include "rerate/formula/elementwise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/formula/formula_fixture.h"

namespace rerate {
namespace {

using formula_fixture::daily;
using formula_fixture::kNan;
using formula_fixture::monthly;
using formula_fixture::World;
using testing::DoubleEq;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::NanSensitiveDoubleEq;

TEST(Elementwise, Values) {
  World world;
  world.series = {{"a", monthly({1, 2, 3}, Kind::score, "")},
                  {"b", monthly({4, 2, -1}, Kind::score, "")},
                  {"c", monthly({1, 0, 1}, Kind::indicator, "")},
                  {"d", monthly({0, 0, 1}, Kind::indicator, "")}};
  const std::vector<std::pair<std::string, std::vector<double>>> cases = {
      {"a + b", {5, 4, 2}},
      {"a - b", {-3, 0, 4}},
      {"a * b", {4, 4, -3}},
      {"a / b", {0.25, 1, -3}},
      {"a ^ 2", {1, 4, 9}},
      {"2 ^ a", {2, 4, 8}},
      {"a ^ b", {1, 4, 1.0 / 3}},
      {"-a ^ 2", {-1, -4, -9}},
      {"10 - a", {9, 8, 7}},
      {"a + (2 * 3 - 1)", {6, 7, 8}},
      {"a < b", {1, 0, 0}},
      {"a <= b", {1, 1, 0}},
      {"a > b", {0, 0, 1}},
      {"a >= b", {0, 1, 1}},
      {"a == b", {0, 1, 0}},
      {"a != b", {1, 0, 1}},
      {"c and d", {0, 0, 1}},
      {"c or d", {1, 0, 1}},
      {"not c", {0, 1, 0}},
      {"not (c and d) and a < 3", {1, 1, 0}},
      {"c and 1 < 2", {1, 0, 1}},
      {"abs(b)", {4, 2, 1}},
      {"exp(a - a)", {1, 1, 1}},
      {"log(exp(a))", {1, 2, 3}},
      {"min(a, b)", {1, 2, -1}},
      {"max(a, b, 3)", {4, 3, 3}},
      {"mean(a, b, 4)", {3, 8.0 / 3, 2}},
      {"sum(a, b, a)", {6, 6, 5}},
      {"clip(b, 0, 3)", {3, 2, 0}},
      {"clip(b, -a, a)", {1, 2, -1}},
      {"when(c, a, b)", {1, 2, 3}},
      {"when(a > 2, 10, 20)", {20, 20, 10}},
      {"when(1 > 2, a, b)", {4, 2, -1}},
      {"log(2) * a / log(2)", {1, 2, 3}},
  };
  for (const auto& [formula, expected] : cases) {
    const auto result = world(formula);
    ASSERT_EQ(result.size(), expected.size()) << formula;
    for (std::size_t i = 0; i < expected.size(); ++i)
      EXPECT_DOUBLE_EQ(result.value[i], expected[i]) << formula << " at " << i;
  }
}

TEST(Elementwise, InnerJoin) {
  World world;
  world.series = {{"a", monthly({1, 2, 3, 4}, Kind::level, "u", "2000-01")},
                  {"b", monthly({10, 20, 30, 40}, Kind::level, "u", "2000-03")}};
  const auto result = world("a + b");
  ASSERT_EQ(result.size(), 2u);
  EXPECT_EQ(to_string(result.period(0)), "2000-03");
  EXPECT_THAT(result.value, ElementsAre(13, 24));
  EXPECT_THAT(world("b - a").value, ElementsAre(7, 16));
  EXPECT_EQ(to_string(world("min(a, 2, b)").period(1)), "2000-04");
}

TEST(Elementwise, DailyInnerJoin) {
  World world;
  auto a = daily({1, 2, 3, 4, 5}, Kind::level, "u"), b = a;
  a.ordinal = {100, 101, 104, 105, 108};
  b.ordinal = {99, 101, 102, 105, 108};
  world.series = {{"a", a}, {"b", b}};
  const auto result = world("10 * a + b");
  EXPECT_THAT(result.ordinal, ElementsAre(101, 105, 108));
  EXPECT_THAT(result.value, ElementsAre(22, 44, 55));
}

TEST(Elementwise, NothingInCommon) {
  World world;
  world.series = {{"a", monthly({1, 2}, Kind::level, "u", "2000-01")},
                  {"b", monthly({1, 2}, Kind::level, "u", "2010-01")},
                  {"none", monthly({}, Kind::level, "u")}};
  EXPECT_TRUE(world("a + b").empty());
  EXPECT_TRUE(world("a + none").empty());
  for (const std::string formula :
       {"-none", "lag(none, 3m)", "yoy(none)", "ma(none, 3m)", "ema(none, 3m)", "std(none, 3m)",
        "zscore(none)", "percentile(none)", "percentile(none, 3m)", "rolling_corr(none, a, 3m)",
        "resample(none, year, mean)", "fill(none)", "fill(none, 1m)", "published(none)", "none > 1",
        "index(pct(none))"})
    EXPECT_TRUE(world.complaint(formula).empty() || formula.starts_with("index")) << world.complaint(formula);
}

TEST(Elementwise, MissingPropagates) {
  World world;
  world.series = {{"a", monthly({kNan, 2, 0})}, {"b", monthly({1, kNan, 2})}};
  const auto result = world("a + b");
  EXPECT_THAT(result.value, ElementsAre(NanSensitiveDoubleEq(kNan), NanSensitiveDoubleEq(kNan), 2));
  EXPECT_EQ(result.known_at[0], kAlwaysKnown);
  EXPECT_EQ(result.known_at[1], kAlwaysKnown);
  // Logic does not guess: a missing condition leaves the result missing.
  EXPECT_THAT(world("b > 0 or a > 0").value,
              ElementsAre(NanSensitiveDoubleEq(kNan), NanSensitiveDoubleEq(kNan), 1));
}

TEST(Elementwise, KnownAtIsTheLatest) {
  World world;
  auto a = monthly({1, 2}), b = monthly({3, 4});
  a.known_at = {Date{50}, Date{90}};
  b.known_at = {Date{70}, Date{80}};
  world.series = {{"a", a}, {"b", b}};
  EXPECT_THAT(world("a + b").known_at, ElementsAre(Date{70}, Date{90}));
  EXPECT_THAT(world("max(b, a, 3)").known_at, ElementsAre(Date{70}, Date{90}));
  EXPECT_THAT(world("a * 2").known_at, ElementsAre(Date{50}, Date{90}));
  EXPECT_THAT(world("-b").known_at, ElementsAre(Date{70}, Date{80}));
  EXPECT_THAT(world("a > 1 and b > 1").known_at, ElementsAre(Date{70}, Date{90}));
}

TEST(Elementwise, WhenReadsTheChosenBranch) {
  World world;
  auto condition = monthly({1, 0, 1, kNan}, Kind::indicator, ""), a = monthly({1, kNan, kNan, 4}),
       b = monthly({kNan, 6, 7, 8});
  condition.known_at = {Date{10}, Date{10}, Date{10}, kAlwaysKnown};
  a.known_at = {Date{5}, kAlwaysKnown, kAlwaysKnown, Date{5}};
  b.known_at = {kAlwaysKnown, Date{20}, Date{20}, Date{20}};
  world.series = {{"c", condition}, {"a", a}, {"b", b}};
  const auto result = world("when(c, a, b)");
  EXPECT_THAT(result.value, ElementsAre(1, 6));
  EXPECT_THAT(result.known_at, ElementsAre(Date{20}, Date{20}));  // the first month of b exists from 20 on
}

TEST(Elementwise, UndefinedValuesNameTheirDate) {
  World world;
  world.series = {{"a", monthly({1, 2, 0})},
                  {"s", monthly({1, -2, 3}, Kind::score, "")},
                  {"bill", monthly({3, 400, 3}, Kind::rate, "percent")}};
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"1 / a",
       "error RR311: division by zero at 2000-03\n    1 / a\n    ^^^^^\n"
       "  fix: keep the divisor off zero, e.g. divide by max(x, 0.01)"},
      {"a / (a - a)", "division by zero at 2000-01"},
      {"log(s)", "log of the non-positive value -2 at 2000-02"},
      {"s ^ 0.5", "a fractional power of the negative value -2 at 2000-02"},
      {"a ^ -1", "zero to a negative power at 2000-03"},
      {"exp(1000 * s)", "the result is too large at 2000-01"},
      {"s * 1e300 * 1e300", "the result is too large at 2000-01"},
      {"s + 1 / (1 - 1)", "division by zero"},
      {"s + log(0)", "log of the non-positive value 0\n"},
      {"clip(s, 2, a / a + s)", "`clip` from 2 to -1: the lower end is above the upper at 2000-02"},
      {"bey(bill)", "a discount rate of 400 percent leaves the bill no price at 2000-02"},
  };
  for (const auto& [formula, expected] : cases) {
    if (formula.starts_with("clip")) world.series["a"] = monthly({1, 2, 4});
    EXPECT_THAT(world.complaint(formula), HasSubstr(expected)) << formula;
    if (formula.starts_with("clip")) world.series["a"] = monthly({1, 2, 0});
  }
}

TEST(Elementwise, BondEquivalentYield) {
  World world;
  world.series = {{"bill", monthly({5.0, 0}, Kind::rate, "percent")}};
  // 365 * 5 / (360 - 4.55) = 5.13434...
  EXPECT_THAT(world("bey(bill)").value, ElementsAre(DoubleEq(1825 / 355.45), 0));
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   hand-computed windows                                     Windows.HandComputed
//   random windows against naive recomputing                  Windows.AgreeWithNaive
//   windows on the calendar against naive recomputing         Windows.CalendarAgreesWithNaive
//   expanding statistics start with 24 figures                Windows.ExpandingStartsWith24
//   expanding statistics against naive recomputing            Windows.ExpandingAgreesWithNaive
//   ema against its definition                                Windows.EmaAgreesWithItsDefinition
//   a missing figure spoils the windows that hold it          Windows.MissingSpoilsItsWindows
//   figures that do not vary have no score                    Windows.NoVariationNoScore
//   known_at is the latest of the window                      Windows.KnownAt
//   pairs meet on shared periods                              Windows.PairsMeet
//   overflow is refused                                       Windows.OverflowIsRefused

#include "rerate/formula/window_functions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "rerate/formula/formula_fixture.h"

namespace rerate {
namespace {

using formula_fixture::daily;
using formula_fixture::kNan;
using formula_fixture::monthly;
using formula_fixture::noise;
using formula_fixture::on_days;
using formula_fixture::World;
using testing::DoubleEq;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::NanSensitiveDoubleEq;

using Figures = std::vector<double>;

double mean_of(const Figures& x) {
  long double sum = 0;
  for (double v : x) sum += v;
  return static_cast<double>(sum / static_cast<long double>(x.size()));
}

double covariance_of(const Figures& x, const Figures& y) {
  long double sum = 0;
  const long double mx = mean_of(x), my = mean_of(y);
  for (std::size_t i = 0; i < x.size(); ++i) sum += (x[i] - mx) * (y[i] - my);
  return static_cast<double>(sum / static_cast<long double>(x.size() - 1));
}

double deviation_of(const Figures& x) { return std::sqrt(covariance_of(x, x)); }
double score_of(const Figures& x) { return (x.back() - mean_of(x)) / deviation_of(x); }

double percentile_of(const Figures& x) {
  double share = 0;
  for (double v : x) share += v < x.back() ? 1 : v == x.back() ? 0.5 : 0;
  return 100 * share / static_cast<double>(x.size());
}

const std::vector<std::pair<std::string, std::function<double(const Figures&)>>> kStatistics = {
    {"ma", mean_of}, {"std", deviation_of}, {"zscore", score_of}, {"percentile", percentile_of}};

TEST(Windows, HandComputed) {
  World world;
  world.series = {{"x", monthly({2, 4, 6, 1})}, {"y", monthly({1, 2, 3, 0})}};
  const auto average = world("ma(x, 3m)");
  EXPECT_EQ(to_string(average.period(0)), "2000-03");
  EXPECT_THAT(average.value, ElementsAre(4, DoubleEq(11.0 / 3)));
  EXPECT_THAT(world("std(x, 3m)").value, ElementsAre(2, DoubleEq(std::sqrt(38.0 / 6))));
  EXPECT_THAT(world("zscore(x, 3m)").value[0], DoubleEq(1));
  EXPECT_THAT(world("percentile(x, 4m)").value, ElementsAre(12.5));
  EXPECT_THAT(world("rolling_corr(x, y, 3m)").value[0], DoubleEq(1));
  EXPECT_THAT(world("rolling_beta(x, y, 3m)").value[0], DoubleEq(2));
  EXPECT_THAT(world("rolling_beta(y, x, 3m)").value[0], DoubleEq(0.5));
  EXPECT_THAT(world("rolling_corr(x, 10 - y, 3m)").value[0], DoubleEq(-1));
  EXPECT_THAT(world("ma(x, 1m)").value, ElementsAre(2, 4, 6, 1));
  EXPECT_TRUE(world("ma(x, 5m)").empty());
}

TEST(Windows, AgreeWithNaive) {
  const RandomStream random(11, 12);
  for (std::uint64_t round = 0; round < 25; ++round) {
    const auto count = 5 + random.below(round * 10, 200);
    const auto length = 3 + random.below(round * 10 + 1, 40);
    const auto x = noise(count, 20 + round, 1000, 50), y = noise(count, 60 + round, -3, 5);
    World world;
    world.series = {{"x", monthly(x)}, {"y", monthly(y)}};
    const auto window = std::to_string(length) + "m";
    std::map<std::string, Series> results;
    for (const auto& [name, naive] : kStatistics) results[name] = world(name + "(x, " + window + ")");
    results["corr"] = world("rolling_corr(x, y, " + window + ")");
    results["beta"] = world("rolling_beta(x, y, " + window + ")");
    for (std::size_t i = length - 1; i < count; ++i) {
      const auto begin = static_cast<long>(i + 1 - length), end = static_cast<long>(i + 1);
      const Figures a(x.begin() + begin, x.begin() + end), b(y.begin() + begin, y.begin() + end);
      const auto row = i + 1 - length;
      for (const auto& [name, naive] : kStatistics) {
        ASSERT_EQ(results[name].size(), count - length + 1);
        const double expected = naive(a);
        // The naive score cancels in x - mean: its own error is about 1e-16 of the level.
        ASSERT_NEAR(results[name].value[row], expected, 1e-12 * std::max(1.0, std::abs(expected))) << name;
      }
      const double covariance = covariance_of(a, b);
      ASSERT_NEAR(results["corr"].value[row], covariance / deviation_of(a) / deviation_of(b), 1e-12);
      ASSERT_NEAR(results["beta"].value[row], covariance / covariance_of(b, b), 1e-11);
    }
  }
}

TEST(Windows, CalendarAgreesWithNaive) {
  const auto figures = noise(700, 33, 50, 20);
  World world;
  world.series = {{"x", daily(figures)}};
  const auto& x = world.series["x"];
  for (const auto& [name, naive] : kStatistics) {
    const auto result = world(name + "(x, 3m)");
    std::size_t row = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const Date open_end = add_months(Date{x.ordinal[i]}, -3);
      if (Date{x.ordinal[0]} > open_end + 1) continue;
      Figures window;
      for (std::size_t j = 0; j <= i; ++j)
        if (Date{x.ordinal[j]} > open_end) window.push_back(x.value[j]);
      ASSERT_EQ(result.ordinal[row], x.ordinal[i]);
      ASSERT_NEAR(result.value[row++], naive(window), 1e-11) << name;
    }
    EXPECT_EQ(row, result.size());
    EXPECT_GT(row, 500u);
  }
}

TEST(Windows, ExpandingStartsWith24) {
  World world;
  auto figures = noise(30, 3);
  world.series = {{"x", monthly(figures)}};
  EXPECT_EQ(world("zscore(x)").size(), 7u);
  EXPECT_EQ(to_string(world("percentile(x)").period(0)), "2001-12");
  figures[5] = kNan;  // one figure fewer: a month later
  world.series = {{"x", monthly(figures)}};
  EXPECT_EQ(world("zscore(x)").size(), 6u);
  EXPECT_EQ(world("percentile(x)").size(), 6u);
}

TEST(Windows, ExpandingAgreesWithNaive) {
  auto figures = noise(120, 4, 3, 2);
  figures[40] = figures[80] = kNan;
  figures[90] = figures[30];
  World world;
  world.series = {{"x", monthly(figures)}};
  const auto scores = world("zscore(x)"), percentiles = world("percentile(x)");
  ASSERT_EQ(scores.size(), 120u - 23);
  Figures so_far;
  for (std::size_t i = 0; i < figures.size(); ++i) {
    if (!std::isnan(figures[i])) so_far.push_back(figures[i]);
    if (i < 23) continue;
    if (std::isnan(figures[i])) {
      EXPECT_TRUE(std::isnan(scores.value[i - 23]) && std::isnan(percentiles.value[i - 23]));
      EXPECT_EQ(scores.known_at[i - 23], kAlwaysKnown);
    } else {
      EXPECT_NEAR(scores.value[i - 23], score_of(so_far), 1e-12);
      EXPECT_DOUBLE_EQ(percentiles.value[i - 23], percentile_of(so_far));
    }
  }
}

TEST(Windows, EmaAgreesWithItsDefinition) {
  auto figures = noise(40, 5);
  figures[10] = kNan;
  World world;
  world.series = {{"x", monthly(figures)}};
  const auto result = world("ema(x, half_life = 6m)");
  ASSERT_EQ(result.size(), 35u);  // from the sixth month on
  for (std::size_t i = 5; i < figures.size(); ++i) {
    double weighted = 0, weights = 0;
    for (std::size_t j = 0; j <= i; ++j) {
      if (std::isnan(figures[j])) continue;
      const double weight = std::pow(0.5, static_cast<double>(i - j) / 6);
      weighted += weight * figures[j];
      weights += weight;
    }
    if (i == 10) {
      EXPECT_TRUE(std::isnan(result.value[i - 5]));
    } else {
      EXPECT_NEAR(result.value[i - 5], weighted / weights, 1e-11);
    }
  }
  // On the calendar: with a half-life of 4 weeks a figure 28 days old weighs half as much.
  world.series["x"] = on_days({{"1970-01-01", 3}, {"1970-01-29", 6}, {"1970-03-26", 12}});
  EXPECT_THAT(world("ema(x, 4w)").value,
              ElementsAre(DoubleEq(5), DoubleEq((0.125 * 3 + 0.25 * 6 + 12) / 1.375)));
  EXPECT_EQ(world("ema(x, 1m)").size(), 1u);
}

TEST(Windows, MissingSpoilsItsWindows) {
  World world;
  world.series = {{"x", monthly({1, 2, kNan, 4, 5, 7, 9})}, {"y", monthly({1, 3, 2, 4, 6, 5, 5})}};
  const auto missing = NanSensitiveDoubleEq(kNan);
  EXPECT_THAT(world("ma(x, 2m)").value, ElementsAre(1.5, missing, missing, 4.5, 6, 8));
  EXPECT_THAT(world("ma(x, 2m)").known_at[1], kAlwaysKnown);
  for (const std::string name : {"std(x, 3m)", "zscore(x, 3m)", "percentile(x, 3m)", "rolling_corr(x, y, 3m)",
                                 "rolling_beta(y, x, 3m)"}) {
    const auto value = world(name).value;
    ASSERT_EQ(value.size(), 5u) << name;
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(std::isnan(value[i]), i < 3) << name << i;
  }
}

TEST(Windows, NoVariationNoScore) {
  World world;
  world.series = {{"x", monthly({0.1, 0.1, 0.1, 0.1, 2})}, {"y", monthly({1, 5, 2, 8, 3})}};
  const auto missing = NanSensitiveDoubleEq(kNan);
  EXPECT_THAT(world("std(x, 3m)").value, ElementsAre(0, 0, DoubleEq(deviation_of({0.1, 0.1, 2}))));
  EXPECT_THAT(world("zscore(x, 3m)").value, ElementsAre(missing, missing, testing::Gt(1)));
  EXPECT_THAT(world("rolling_corr(x, y, 3m)").value, ElementsAre(missing, missing, testing::Lt(0)));
  EXPECT_THAT(world("rolling_beta(y, x, 3m)").value, ElementsAre(missing, missing, testing::Lt(0)));
  EXPECT_THAT(world("rolling_beta(x, y, 3m)").value, ElementsAre(0, 0, testing::Lt(0)));
  EXPECT_EQ(world("zscore(x, 3m)").known_at[0], kAlwaysKnown);
}

TEST(Windows, KnownAt) {
  World world;
  auto x = monthly({1, 2, 4, 7, 3});
  x.known_at = {Date{1}, Date{90}, Date{3}, Date{4}, Date{5}};  // the second was published late
  auto y = monthly({1, 3, 2, 5, 4});
  y.known_at = std::vector<Date>(5, Date{2});
  world.series = {{"x", x}, {"y", y}};
  for (const std::string formula : {"ma(x, 3m)", "std(x, 3m)", "zscore(x, 3m)", "percentile(x, 3m)",
                                    "rolling_corr(x, y, 3m)", "rolling_beta(y, x, 3m)"})
    EXPECT_THAT(world(formula).known_at, ElementsAre(Date{90}, Date{90}, Date{5})) << formula;
  EXPECT_THAT(world("ema(x, 1m)").known_at, ElementsAre(Date{1}, Date{90}, Date{90}, Date{90}, Date{90}));

  auto late = monthly(noise(30, 9));
  late.known_at[3] = Date{20000};
  world.series = {{"x", late}};
  for (const std::string formula : {"zscore(x)", "percentile(x)"})
    EXPECT_THAT(world(formula).known_at, testing::Each(Date{20000})) << formula;
}

TEST(Windows, PairsMeet) {
  World world;
  world.series = {{"x", monthly({9, 1, 2, 4}, Kind::level, "u", "1999-12")}, {"y", monthly({1, 2, 4, 8})}};
  const auto result = world("rolling_corr(x, y, 3m)");
  ASSERT_EQ(result.size(), 1u);
  EXPECT_EQ(to_string(result.period(0)), "2000-03");
  EXPECT_DOUBLE_EQ(result.value[0], 1);
}

TEST(Windows, OverflowIsRefused) {
  World world;
  world.series = {{"x", monthly({1e308, 1.1e308, -1e308})}};
  EXPECT_THAT(world.complaint("std(x, 2m)"), HasSubstr("the result is too large at 2000-02"));
  EXPECT_THAT(world.complaint("ma(x, 2m)"), HasSubstr("the result is too large at 2000-02"));
}

}  // namespace
}  // namespace rerate

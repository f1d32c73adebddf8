// A period's value is the last one known by the date      -> AsOfSeries.TakesTheLastKnownValue
// A revised period also has the day of its first figure  -> AsOfSeries.KeepsTheFirstRelease
// Holes of a regular grid are filled, days are not        -> AsOfSeries.FillsRegularHolesOnly
// A withdrawn figure is missing, missing ends are cut off -> AsOfSeries.WithdrawnFigures
// Nothing known yet is an empty series                    -> AsOfSeries.EmptyBeforeTheFirst
// Random observations at random dates                     -> AsOfSeries.EqualsANaiveModel
// The hash is of the columns' bytes                       -> ContentSha256.IsOfTheBytesColumnByColumn
// The hash changes with any column                        -> ContentSha256.SeesEveryColumn
#include "rerate/store/as_of_series.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "rerate/base/random_stream.h"
#include "rerate/base/sha256.h"
#include "rerate/store/store_fixture.h"

namespace rerate {
namespace {

const SeriesType kMonthly{Frequency::monthly, Kind::rate, "percent"};
const SeriesType kDaily{Frequency::daily, Kind::rate, "percent"};

TEST(AsOfSeries, TakesTheLastKnownValue) {
  const std::vector<Observation> history = {{0, Date{100}, 1.0}, {0, Date{200}, 2.0}, {0, Date{300}, 3.0}};
  for (const auto& [as_of, value] : std::map<int, double>{
           {100, 1.0}, {101, 1.0}, {199, 1.0}, {200, 2.0}, {299, 2.0}, {300, 3.0}, {5000, 3.0}}) {
    const auto series = series_as_of(kMonthly, "x", history, Date{as_of});
    ASSERT_EQ(series.size(), 1u) << as_of;
    EXPECT_EQ(series.value[0], value) << as_of;
    EXPECT_LE(series.known_at[0], Date{as_of});
  }
}

TEST(AsOfSeries, KeepsTheFirstRelease) {
  const std::vector<Observation> history = {
      {0, Date{90}, std::nan("")}, {0, Date{100}, 1.0}, {0, Date{200}, 2.0}, {2, Date{150}, 5.0}};
  const auto before = series_as_of(kMonthly, "x", history, Date{199});
  EXPECT_FALSE(before.revised());
  EXPECT_EQ(before.first_known(0), Date{100});
  const auto after = series_as_of(kMonthly, "x", history, Date{200});
  ASSERT_TRUE(after.revised());
  EXPECT_EQ(after.known_at[0], Date{200});
  EXPECT_EQ(after.first_known(0), Date{100});
  EXPECT_EQ(after.first_known(1), kAlwaysKnown);
  EXPECT_EQ(after.first_known(2), Date{150});
}

TEST(AsOfSeries, FillsRegularHolesOnly) {
  const std::vector<Observation> history = {{5, Date{1}, 1.5}, {8, Date{2}, 2.5}};
  const auto monthly = series_as_of(kMonthly, "x", history, kEndOfTime);
  EXPECT_EQ(monthly.ordinal, (std::vector<std::int32_t>{5, 6, 7, 8}));
  EXPECT_TRUE(std::isnan(monthly.value[1]) && std::isnan(monthly.value[2]));
  EXPECT_EQ(monthly.known_at, (std::vector<Date>{Date{1}, kAlwaysKnown, kAlwaysKnown, Date{2}}));
  EXPECT_EQ(series_as_of(kDaily, "x", history, kEndOfTime).ordinal, (std::vector<std::int32_t>{5, 8}));
}

TEST(AsOfSeries, WithdrawnFigures) {
  const std::vector<Observation> history = {{1, Date{10}, kNothing}, {2, Date{10}, 2.0}, {3, Date{10}, 3.0},
                                            {3, Date{20}, kNothing}, {4, Date{10}, 4.0}, {5, Date{10}, 5.0},
                                            {5, Date{30}, kNothing}};
  for (const auto& type : {kMonthly, kDaily}) {
    EXPECT_EQ(series_as_of(type, "x", history, Date{10}).ordinal, (std::vector<std::int32_t>{2, 3, 4, 5}));
    const auto later = series_as_of(type, "x", history, Date{30});
    EXPECT_EQ(later.ordinal, (std::vector<std::int32_t>{2, 3, 4}));
    EXPECT_TRUE(std::isnan(later.value[1]));
    EXPECT_EQ(later.known_at[1], kAlwaysKnown);
  }
}

TEST(AsOfSeries, EmptyBeforeTheFirst) {
  const std::vector<Observation> history = {{1, Date{10}, 1.0}};
  EXPECT_TRUE(series_as_of(kMonthly, "x", history, Date{9}).empty());
  EXPECT_TRUE(series_as_of(kMonthly, "x", {}, kEndOfTime).empty());
}

// A random history: periods 0..59, up to four vintages each, some without a figure.
std::vector<Observation> random_history(std::uint64_t round) {
  const RandomStream random(7, round);
  std::vector<Observation> history;
  std::uint64_t draw = 0;
  for (std::int32_t ordinal = 0; ordinal < 60; ++ordinal) {
    int known = static_cast<int>(random.below(draw++, 50));
    for (auto vintages = random.below(draw++, 5); vintages > 0; --vintages) {
      history.push_back({ordinal, Date{known}, random.below(draw, 6) == 0 ? kNothing : random.uniform(draw)});
      ++draw;
      known += 1 + static_cast<int>(random.below(draw++, 20));
    }
  }
  return history;
}

TEST(AsOfSeries, EqualsANaiveModel) {
  for (std::uint64_t round = 0; round < 300; ++round) {
    const auto history = random_history(round);
    const Date as_of{static_cast<int>(RandomStream(8, round).below(0, 120))};
    std::map<std::int32_t, Observation> visible;
    for (const auto& one : history)
      if (one.known_at <= as_of) visible[one.ordinal] = one;
    std::erase_if(visible, [](const auto& one) { return std::isnan(one.second.value); });

    const auto series = series_as_of(kMonthly, "x", history, as_of);
    ASSERT_EQ(series.empty(), visible.empty()) << round;
    if (visible.empty()) continue;
    ASSERT_EQ(series.ordinal.front(), visible.begin()->first);
    ASSERT_EQ(series.ordinal.back(), visible.rbegin()->first);
    for (std::size_t i = 0; i < series.size(); ++i) {
      ASSERT_EQ(series.ordinal[i], series.ordinal[0] + static_cast<std::int32_t>(i));
      const auto at = visible.find(series.ordinal[i]);
      ASSERT_EQ(std::isnan(series.value[i]), at == visible.end());
      ASSERT_EQ(series.known_at[i], at == visible.end() ? kAlwaysKnown : at->second.known_at);
      if (at != visible.end()) {
        ASSERT_EQ(series.value[i], at->second.value);
      }
    }
  }
}

TEST(ContentSha256, IsOfTheBytesColumnByColumn) {
  Series series{kMonthly, "x", {}, {}, {}};
  series.append(1, 1.0, Date{2});
  series.append(2, -2.0, Date{259});
  Sha256 digest;  // written out by hand: 1, 2, then 1.0, -2.0, then 2, 259
  digest.add(std::string_view("\1\0\0\0\2\0\0\0", 8));
  digest.add(std::string_view("\0\0\0\0\0\0\xf0\x3f\0\0\0\0\0\0\0\xc0", 16));
  digest.add(std::string_view("\2\0\0\0\3\1\0\0", 8));
  EXPECT_EQ(content_sha256(series), digest.finish());
}

TEST(ContentSha256, SeesEveryColumn) {
  Series series{kMonthly, "x", {}, {}, {}};
  series.append(1, 1.0, Date{2});
  auto other_period = series, other_value = series, other_date = series;
  other_period.ordinal[0] = 2;
  other_value.value[0] = std::nextafter(1.0, 2.0);
  other_date.known_at[0] = Date{3};
  for (const auto& other : {other_period, other_value, other_date})
    EXPECT_NE(content_sha256(other), content_sha256(series));
}

}  // namespace
}  // namespace rerate

// Series
//   finding periods, exactly or beside a hole                 Series.FindsPeriods
//   slices hold the periods whose last day lies inside        Series.SlicesByLastDay
//   intersections hold what all have, values side by side     Series.IntersectsAll
//   first releases go along with rows                         Series.RowsKeepTheirFirstRelease
//   names of kinds and grades                                 Series.NamesReadBack
#include "rerate/series/series.h"

#include <gtest/gtest.h>

#include "rerate/base/error.h"
#include "rerate/series/catalogue_entry.h"

namespace rerate {
namespace {

Series series_of(Frequency frequency, std::vector<std::int32_t> ordinals, double offset = 0) {
  Series series{{frequency, Kind::level, ""}, "x", {}, {}, {}};
  series.reserve(ordinals.size());
  for (const auto ordinal : ordinals) series.append(ordinal, ordinal + offset, Date{ordinal});
  return series;
}

TEST(Series, FindsPeriods) {
  const auto daily = series_of(Frequency::daily, {10, 11, 14, 15});
  EXPECT_EQ(daily.find(14), 2u);
  EXPECT_FALSE(daily.find(12));
  EXPECT_EQ(daily.find_at_or_before(13), 1u);
  EXPECT_EQ(daily.find_at_or_before(99), 3u);
  EXPECT_FALSE(daily.find_at_or_before(9));
  EXPECT_EQ(daily.find_at_or_after(12), 2u);
  EXPECT_EQ(daily.find_at_or_after(-5), 0u);
  EXPECT_FALSE(daily.find_at_or_after(16));
  EXPECT_FALSE(Series{}.find(0));
  EXPECT_EQ(daily.period(2), (Period{Frequency::daily, 14}));
}

TEST(Series, SlicesByLastDay) {
  const auto monthly = series_of(Frequency::monthly, {0, 1, 2, 3});  // 1970-01 .. 1970-04
  const auto part = slice(monthly, make_date(1970, 2, 1), make_date(1970, 3, 30));
  ASSERT_EQ(part.ordinal, (std::vector<std::int32_t>{1}));  // March ends on the 31st
  EXPECT_EQ(part.value[0], 1);
  EXPECT_EQ(part.known_at[0], Date{1});
  EXPECT_EQ(slice(monthly, {}, {}).size(), 4u);
  EXPECT_EQ(slice(monthly, make_date(1970, 1, 31), {}).size(), 4u);
  EXPECT_TRUE(slice(monthly, make_date(1980, 1, 1), {}).empty());
}

TEST(Series, IntersectsAll) {
  const auto a = series_of(Frequency::daily, {1, 2, 3, 5, 8});
  const auto b = series_of(Frequency::daily, {2, 3, 4, 8, 9}, 0.5);
  const auto c = series_of(Frequency::daily, {0, 3, 8}, 0.25);
  const auto shared = intersect({&a, &b, &c});
  ASSERT_EQ(shared.size(), 3u);
  for (const auto& series : shared) EXPECT_EQ(series.ordinal, (std::vector<std::int32_t>{3, 8}));
  EXPECT_EQ(shared[1].value, (std::vector<double>{3.5, 8.5}));
  EXPECT_EQ(shared[2].value, (std::vector<double>{3.25, 8.25}));
  const auto none = series_of(Frequency::daily, {});
  EXPECT_TRUE(intersect({&a, &none})[0].empty());
  const auto monthly = series_of(Frequency::monthly, {1});
  EXPECT_THROW(intersect({&a, &monthly}), InternalError);
  EXPECT_THROW(intersect({}), InternalError);
}

TEST(Series, RowsKeepTheirFirstRelease) {
  Series series;
  series.type.frequency = Frequency::daily;
  for (int i = 0; i < 3; ++i) series.append(i, i, Date{100 + i});
  EXPECT_FALSE(series.revised());
  EXPECT_EQ(series.first_known(1), Date{101});
  series.first_known_at = {Date{1}, Date{2}, Date{3}};
  const auto cut = slice(series, Date{1}, std::nullopt);
  ASSERT_TRUE(cut.revised());
  EXPECT_EQ(cut.first_known(0), Date{2});
  const auto both = intersect({&cut, &series});
  EXPECT_EQ(both[1].first_known(1), Date{3});
}

TEST(Series, NamesReadBack) {
  for (int i = 0; i <= static_cast<int>(Kind::indicator); ++i) {
    const auto kind = static_cast<Kind>(i);
    EXPECT_EQ(parse_kind(to_string(kind)), kind);
  }
  EXPECT_EQ(to_string(Kind::return_), "return");
  EXPECT_FALSE(parse_kind("returns"));
  EXPECT_EQ(to_string(Grade::release_lag), "first release + lag");
  EXPECT_EQ(to_string(Grade::vintage), "vintage");
  EXPECT_EQ(to_string(Grade::none), "none");
}

}  // namespace
}  // namespace rerate

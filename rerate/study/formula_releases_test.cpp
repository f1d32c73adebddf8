// Behaviour -> test
//   last: the day on which the newest figure's period had its first figure        -> LastIsTheFirstRelease
//   next: of all series that are read the first that is due, by name              -> NextIsTheFirstDue
//   a formula waits for what is overdue, the longest overdue first                -> OverdueGoesFirst
//   a series without a rule: no next release, and it is named                     -> WithoutARule
//   carried figures: the release of what is carried, not of its new periods       -> CarriedFiguresHaveTheirOwn
//   days and weeks make the next month when its last figure is out                -> FinerSeriesWaitForTheMonth
//   missing figures at the end are no figures                                     -> MissingFiguresAreNone
#include "rerate/study/formula_releases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace rerate {
namespace {

using testing::ElementsAre;

Date day(const char* text) { return *parse_date(text); }

// Three figures up to `newest`, dated by the rule; without one by their period's end.
SeriesReading reading(const std::string& id, const char* rule, Frequency frequency, const char* newest) {
  SeriesReading made;
  made.entry.id = id;
  if (*rule) made.entry.release = *parse_release_rule(rule);
  made.series.type.frequency = frequency;
  const auto last = *parse_period(frequency, newest);
  for (auto ordinal = last.ordinal - 2; ordinal <= last.ordinal; ++ordinal)
    made.series.append(ordinal, ordinal % 5, release_date(made.entry.release, {frequency, ordinal}));
  return made;
}

const std::vector<SeriesReading>& readings() {
  static const std::vector<SeriesReading> all = {
      reading("ism.pmi", "first business day +1m", Frequency::monthly, "2025-05"),
      reading("jobs.rate", "first Friday +1m", Frequency::monthly, "2025-04"),
      reading("gdp.real", "+30d", Frequency::quarterly, "2025Q1"),
      reading("old.spread", "+10d", Frequency::monthly, "2023-03"),
      reading("older.spread", "+10d", Frequency::monthly, "2022-03"),
      reading("nber.peak", "", Frequency::monthly, "2025-05"),
  };
  return all;
}

FormulaReleases releases(const std::vector<std::string>& ids) {
  return ReleaseCalendar(readings(), day("2025-06-02")).releases(readings().front().series, ids);
}

TEST(FormulaReleases, LastIsTheFirstRelease) {
  EXPECT_EQ(to_string(releases({"ism.pmi"}).last), "2025-06-02");
  auto revised = readings().front().series;
  revised.first_known_at = revised.known_at;
  revised.known_at.back() = day("2025-08-01");
  const ReleaseCalendar calendar(readings(), day("2025-09-02"));
  EXPECT_EQ(to_string(calendar.releases(revised, {}).last), "2025-06-02");
}

TEST(FormulaReleases, NextIsTheFirstDue) {
  const auto found = releases({"gdp.real", "ism.pmi", "jobs.rate"});
  EXPECT_EQ(to_string(*found.next), "2025-06-06");
  EXPECT_EQ(found.next_series, "jobs.rate");
  EXPECT_FALSE(found.overdue);
  EXPECT_TRUE(found.without_rule.empty());
  EXPECT_EQ(to_string(*releases({"gdp.real"}).next), "2025-07-30");
}

TEST(FormulaReleases, OverdueGoesFirst) {
  for (const auto& ids : {std::vector<std::string>{"jobs.rate", "old.spread"}, {"old.spread", "jobs.rate"}}) {
    const auto found = releases(ids);
    EXPECT_TRUE(found.overdue);
    EXPECT_EQ(found.next_series, "old.spread");
    EXPECT_EQ(to_string(*found.next), "2023-05-10");
  }
  EXPECT_EQ(releases({"old.spread", "older.spread"}).next_series, "older.spread");
}

TEST(FormulaReleases, WithoutARule) {
  const auto found = releases({"ism.pmi", "nber.peak", "old.spread"});
  EXPECT_FALSE(found.next);
  EXPECT_FALSE(found.overdue);
  EXPECT_EQ(found.next_series, "");
  EXPECT_THAT(found.without_rule, ElementsAre("nber.peak"));
}

TEST(FormulaReleases, CarriedFiguresHaveTheirOwn) {
  const auto all = readings();
  const ReleaseCalendar calendar(all, day("2025-06-02"));
  const auto quarterly =
      std::find_if(all.begin(), all.end(), [](const auto& one) { return one.entry.id == "gdp.real"; });
  auto carried = all.front().series;  // on months, dated by them
  const std::vector<std::string> ids = {"gdp.real"};
  const auto& own = quarterly->series;
  EXPECT_EQ(calendar.releases(carried, ids).last, own.first_known(own.size() - 1));
}

TEST(FormulaReleases, FinerSeriesWaitForTheMonth) {
  const std::vector<SeriesReading> all = {
      reading("oas.daily", "+1b", Frequency::daily, "2025-05-30"),
      reading("assets.weekly", "+1b", Frequency::weekly, "2025-05-28"),
      reading("old.daily", "+1b", Frequency::daily, "2024-05-30"),
  };
  const ReleaseCalendar calendar(all, day("2025-06-02"));
  const auto next = [&](const std::string& id, const char* newest) {
    Series value = readings().front().series;  // monthly
    value.ordinal.back() = parse_period(Frequency::monthly, newest)->ordinal;
    return calendar.releases(value, std::vector<std::string>{id});
  };
  EXPECT_EQ(to_string(*next("oas.daily", "2025-05").next), "2025-07-01");      // of Monday 30 June
  EXPECT_EQ(to_string(*next("oas.daily", "2025-07").next), "2025-09-02");      // of Friday, before Labor Day
  EXPECT_EQ(to_string(*next("assets.weekly", "2025-05").next), "2025-06-26");  // of Wednesday 25 June
  const auto old = next("old.daily", "2024-04");
  EXPECT_TRUE(old.overdue);
  EXPECT_EQ(to_string(*old.next), "2024-06-03");
  // May is observed and waits for a figure of June: the next one there is.
  EXPECT_EQ(to_string(*next("oas.daily", "2025-04").next), "2025-06-03");
}

TEST(FormulaReleases, MissingFiguresAreNone) {
  auto all = readings();
  auto& series = all.front().series;
  series.value.back() = std::nan("");
  const ReleaseCalendar calendar(all, day("2025-05-20"));
  const std::vector<std::string> ids = {"ism.pmi"};
  const auto found = calendar.releases(series, ids);
  EXPECT_EQ(to_string(found.last), "2025-05-01");
  EXPECT_EQ(to_string(*found.next), "2025-06-02");
  for (double& value : series.value) value = std::nan("");
  EXPECT_EQ(ReleaseCalendar(all, day("2025-05-20")).releases(series, ids).last, kAlwaysKnown);
}

}  // namespace
}  // namespace rerate

// Behaviour -> test
//   figures stand in their months, those before the panel are kept, holes are missing     -> StandInTheirMonths
//   a figure known on the day of the decision is read, one of the day after is refused    -> KnownOnTheDay
//   figures of before the panel must be known at its first decision                       -> BeforeThePanel
//   a revised figure counts from its first publication                                    -> FirstPublicationCounts
//   a month whose last weekday is a holiday reads the month before, but no later figure   -> HolidayAtMonthEnd
//   a series that is not monthly is refused                                               -> OtherFrequency
#include "rerate/rotation/panel_figures.h"

#include "rerate/rotation/signals_for_test.h"

namespace rerate {
namespace {

const Place kPlace{"study.toml", 7, 9};

PanelFigures read(const SectorPanel& panel, const Series& series) {
  return panel_figures(panel, series, "value", kPlace);
}

TEST(PanelFigures, StandInTheirMonths) {
  const auto panel = simulated_panel(1, 5, 2);
  const auto found = read(panel, monthly_figures("x", {1, kNone, 3, 4, kNone, 6}, 0, -3));
  ASSERT_EQ(found.before.size(), 3u);
  EXPECT_EQ(found.at(-3), 1);
  EXPECT_TRUE(std::isnan(found.at(-2)));
  EXPECT_EQ(found.at(-1), 3);
  EXPECT_EQ(found.at(0), 4);
  EXPECT_TRUE(std::isnan(found.at(1)));
  EXPECT_EQ(found.at(2), 6);
  EXPECT_TRUE(std::isnan(found.at(3)));
  EXPECT_TRUE(std::isnan(found.at(5)) && std::isnan(found.at(-4)));
  const auto ended = read(panel, monthly_figures("x", {1, 2}, 0, -10));
  EXPECT_EQ(ended.at(-9), 2);
  EXPECT_TRUE(std::isnan(ended.at(-8)) && std::isnan(ended.at(0)));
  const auto later = read(panel, monthly_figures("x", {1, 2}, 3, 5));  // not read, so it may be known late
  EXPECT_TRUE(std::isnan(later.at(4)));
}

TEST(PanelFigures, KnownOnTheDay) {
  const auto panel = simulated_panel(1, 4, 2);
  EXPECT_EQ(read(panel, monthly_figures("x", {1, 2, 3})).at(2), 3);
  const auto failure = failure_of([&] { read(panel, monthly_figures("x", {1, 2, 3}, 1)); });
  EXPECT_EQ(failure.code, ErrorCode::rotation_look_ahead);
  EXPECT_EQ(failure.what,
            "a signal reads a figure before it was known: `value` decides on 2000-01-31 by `x` of 2000-01, "
            "which was "
            "known on 2000-02-01");
  EXPECT_EQ(failure.place.line, 7);
}

TEST(PanelFigures, BeforeThePanel) {
  const auto panel = simulated_panel(1, 4, 2);
  EXPECT_EQ(read(panel, monthly_figures("x", {1, 2}, 31, -2)).at(-1), 2);
  const auto failure = failure_of([&] { read(panel, monthly_figures("x", {1, 2}, 32, -2)); });
  EXPECT_EQ(failure.code, ErrorCode::rotation_look_ahead);
  EXPECT_NE(failure.what.find("decides on 2000-01-31 by `x` of 1999-12, which was known on 2000-02-01"),
            std::string::npos)
      << failure.what;
}

TEST(PanelFigures, FirstPublicationCounts) {
  const auto panel = simulated_panel(1, 4, 2);
  auto series = monthly_figures("x", {1, 2, 3}, 400);
  for (Index m = 0; m < 3; ++m) series.first_known_at.push_back(rotation_month_end(m));
  EXPECT_EQ(read(panel, series).at(1), 2);
  series.first_known_at[1] = rotation_month_end(1) + 1;
  EXPECT_EQ(failure_of([&] { read(panel, series); }).code, ErrorCode::rotation_look_ahead);
}

// March 2000 ended on a Friday: as if that had been a holiday, the last price is Thursday's.
SectorPanel with_a_holiday() {
  auto panel = simulated_panel(1, 6, 2);
  panel.grid = Frequency::daily;
  for (auto& day : panel.day)
    while (weekday(day) >= Weekday::saturday) day = day - 1;
  panel.day[2] = panel.day[2] - 1;
  return panel;
}

Series carried(Date third_known) {
  auto series = monthly_figures("x", {1, 2, 3, 4}, -3);
  series.known_at[2] = third_known;
  return series;
}

TEST(PanelFigures, HolidayAtMonthEnd) {
  const auto panel = with_a_holiday();
  EXPECT_EQ(to_string(panel.decided_at(2)), "2000-03-30");
  const auto read_late = read(panel, carried(make_date(2000, 4, 3)));
  EXPECT_TRUE(read_late.late[2]);
  EXPECT_FALSE(read_late.late[1] || read_late.late[3]);
  EXPECT_FALSE(read(panel, carried(make_date(2000, 3, 30))).late[2]);
  EXPECT_EQ(failure_of([&] { read(panel, carried(make_date(2000, 4, 30))); }).code,
            ErrorCode::rotation_look_ahead);
  auto other_month = carried(make_date(2000, 3, 30));
  other_month.known_at[1] = make_date(2000, 3, 1);  // February ended on a Tuesday
  EXPECT_EQ(failure_of([&] { read(panel, other_month); }).code, ErrorCode::rotation_look_ahead);
}

TEST(PanelFigures, OtherFrequency) {
  auto series = monthly_figures("x", {1, 2, 3});
  series.type.frequency = Frequency::quarterly;
  const auto failure = failure_of([&] { read(simulated_panel(1, 4, 2), series); });
  EXPECT_EQ(failure.code, ErrorCode::rotation_frequency);
  EXPECT_NE(failure.what.find("`value` reads `x`, which is quarterly"), std::string::npos) << failure.what;
}

}  // namespace
}  // namespace rerate

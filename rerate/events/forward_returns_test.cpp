// Behaviour -> test
//   months on a monthly grid, quarters on a quarterly one          ForwardWindows.StepsOfARegularGrid
//   250d on a daily grid counts observations                       ForwardWindows.DaysCountObservations
//   12m on a daily grid follows the calendar                       ForwardWindows.MonthsFollowTheCalendar
//   ... complete only when prices reach the day, weekends aside    ForwardWindows.CompleteOnlyWhenReached
//   4w on a weekly grid counts observations                        ForwardWindows.WeeksOnAWeeklyGrid
//   to a fixed day                                                 ForwardWindows.ToAFixedDay
//   `from` limits where windows start                              ForwardWindows.StartsFrom
//   outcomes of the whole sample by hand                           ForwardReturns.HandComputed
//   horizons that do not fit                                       ForwardWindows.Refuses

#include "rerate/events/forward_returns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rerate/base/error.h"
#include "rerate/events/series_for_test.h"

namespace rerate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

PriceGrid grid_of(const Series& asset) { return common_prices(asset, nullptr, std::nullopt); }
ForwardWindows windows_of(const Series& asset, const Horizon& horizon) {
  return ForwardWindows(grid_of(asset), horizon, std::nullopt);
}
Duration span_of(const std::string& text) { return parse_duration(text).value(); }

Failure refusal(const Series& asset, const Horizon& horizon, std::optional<Date> from = {}) {
  try {
    ForwardWindows(grid_of(asset), horizon, from);
  } catch (const UserError& error) {
    return error.failure();
  }
  ADD_FAILURE() << "nothing was refused";
  return {ErrorCode::file_missing, "", {}, "", ""};
}

TEST(ForwardWindows, StepsOfARegularGrid) {
  const auto windows = windows_of(monthly("2000-01", {1, 2, 3, 4, 5}), span_of("1q"));
  EXPECT_EQ(windows.exit(0), 3U);
  EXPECT_EQ(windows.exit(1), 4U);
  EXPECT_EQ(windows.exit(2), std::nullopt);
  EXPECT_EQ(windows.first(), 0U);
  EXPECT_EQ(windows.count(), 2U);
  EXPECT_TRUE(windows.in_sample(1));
  EXPECT_FALSE(windows.in_sample(2));
  auto quarterly = no_values(Frequency::quarterly);
  for (int quarter = 0; quarter < 5; ++quarter) quarterly.append(quarter, 1 + quarter, kAlwaysKnown);
  EXPECT_EQ(windows_of(quarterly, span_of("12m")).exit(0), 4U);
}

TEST(ForwardWindows, DaysCountObservations) {
  const auto windows = windows_of(weekdays("2024-01-01", {1, 2, 3, 4, 5, 6, 7}), span_of("5d"));
  EXPECT_EQ(windows.exit(1), 6U);
  EXPECT_EQ(windows.count(), 2U);
}

TEST(ForwardWindows, MonthsFollowTheCalendar) {
  const auto asset = daily({{"2024-01-31", 1},
                            {"2024-02-28", 2},
                            {"2024-02-29", 3},
                            {"2024-03-01", 4},
                            {"2024-03-28", 5},
                            {"2024-04-01", 6}});
  const auto windows = windows_of(asset, span_of("1m"));
  EXPECT_EQ(windows.exit(0), 2U);  // 31 January + 1m = 29 February
  EXPECT_EQ(windows.exit(1), 4U);  // 28 March is there
  EXPECT_EQ(windows.exit(2), 4U);  // 29 March is Good Friday: the last price before
  EXPECT_EQ(windows.exit(3), 5U);
  EXPECT_EQ(windows.exit(4), std::nullopt);  // 28 April is beyond
}

TEST(ForwardWindows, CompleteOnlyWhenReached) {
  // Twelve months from 2024-05-31 end on Saturday 2025-05-31: Friday's price completes the window.
  const auto friday = daily({{"2024-05-31", 1}, {"2025-05-29", 2}, {"2025-05-30", 3}});
  EXPECT_EQ(windows_of(friday, span_of("12m")).exit(0), 2U);
  const auto thursday = daily({{"2024-05-28", 1}, {"2024-05-31", 1}, {"2025-05-29", 2}});
  EXPECT_EQ(windows_of(thursday, span_of("12m")).exit(1), std::nullopt);
}

TEST(ForwardWindows, WeeksOnAWeeklyGrid) {
  auto weekly = no_values(Frequency::weekly);
  for (int week = 0; week < 60; ++week)
    weekly.append(day("2024-01-05").days + 7 * week, 1 + week, day("2024-01-05"));
  EXPECT_EQ(windows_of(weekly, span_of("4w")).exit(0), 4U);
  EXPECT_EQ(windows_of(weekly, span_of("12m")).exit(0), 52U);  // 2025-01-03, the last Friday by 2025-01-05
}

TEST(ForwardWindows, ToAFixedDay) {
  const auto windows = windows_of(monthly("2000-01", {1, 2, 3, 4}), day("2000-03-31"));
  EXPECT_EQ(windows.exit(0), 2U);
  EXPECT_EQ(windows.exit(1), 2U);
  EXPECT_EQ(windows.exit(2), std::nullopt);
  EXPECT_EQ(windows.count(), 2U);
  EXPECT_EQ(windows_of(monthly("2000-01", {1, 2, 3, 4}), day("2000-03-15")).exit(0), 1U);
  const auto days = weekdays("2024-01-01", {1, 2, 3, 4, 5});
  EXPECT_EQ(windows_of(days, day("2024-01-07")).exit(0), 4U);  // Sunday: Friday's price
  EXPECT_THAT(refusal(days, day("2024-01-08")).what, HasSubstr("no window fits"));
}

TEST(ForwardWindows, StartsFrom) {
  const auto grid = grid_of(monthly("2000-01", {1, 2, 3, 4, 5}));
  const ForwardWindows windows(grid, span_of("1m"), day("2000-03-01"));
  EXPECT_EQ(windows.first(), 2U);
  EXPECT_EQ(windows.count(), 2U);
}

TEST(ForwardReturns, HandComputed) {
  const auto asset = monthly("2000-01", {100, 110, 99, 99}), benchmark = monthly("2000-01", {50, 50, 60, 30});
  const auto grid = common_prices(asset, &benchmark, std::nullopt);
  const auto returns = forward_returns(grid, ForwardWindows(grid, span_of("2m"), std::nullopt));
  EXPECT_THAT(returns.asset, ElementsAre(testing::DoubleEq(-1), testing::DoubleEq(-10)));
  EXPECT_THAT(returns.benchmark, ElementsAre(testing::DoubleEq(20), testing::DoubleEq(-40)));
  EXPECT_THAT(returns.relative, ElementsAre(testing::DoubleEq(-21), testing::DoubleEq(30)));
  const auto alone = grid_of(asset);
  EXPECT_TRUE(forward_returns(alone, ForwardWindows(alone, span_of("2m"), std::nullopt)).relative.empty());
}

TEST(ForwardWindows, Refuses) {
  const auto asset = monthly("2000-01", {1, 2, 3});
  EXPECT_EQ(refusal(asset, span_of("0m")).what, "the horizon must be longer than zero");
  EXPECT_EQ(refusal(asset, span_of("250d")).code, ErrorCode::event_horizon);
  EXPECT_EQ(refusal(asset, span_of("250d")).what, "a horizon of 250d is no whole number of monthly prices");
  EXPECT_EQ(refusal(asset, span_of("12m")).what,
            "no window fits: the horizon is 12m, the prices run from 2000-01 to 2000-03");
  EXPECT_THAT(refusal(asset, span_of("1m"), day("2010-01-01")).what,
              HasSubstr("windows start from 2010-01-01"));
  EXPECT_THAT(refusal(weekdays("2024-01-01", {1, 2}), span_of("999999y")).what,
              HasSubstr("beyond any history"));
}

}  // namespace
}  // namespace rerate
